-- On the last day of every month, the version in force says what the daily table says.
with

month_ends as (

    select * from {{ ref('entity_customers_daily') }}
    where date_day = last_day(date_day)

),

-- For each day the latest version that began on it or before it.
versions_on_that_day as (

    select
        month_ends.customer_id,
        month_ends.date_day,
        month_ends.plan,
        history.plan as plan_in_history,
        month_ends.subscription_status,
        history.subscription_status as status_in_history,
        month_ends.mrr,
        history.monthly_recurring_revenue as mrr_in_history,
        month_ends.is_delinquent,
        history.is_delinquent as is_delinquent_in_history,
        history.valid_to

    from month_ends
    asof left join {{ ref('entity_customers_history') }} as history
        on month_ends.customer_id = history.customer_id
        and month_ends.date_day >= history.valid_from

)

select * from versions_on_that_day
where plan is distinct from plan_in_history
    or subscription_status is distinct from status_in_history
    or mrr is distinct from mrr_in_history
    or is_delinquent is distinct from is_delinquent_in_history
    or valid_to <= date_day
