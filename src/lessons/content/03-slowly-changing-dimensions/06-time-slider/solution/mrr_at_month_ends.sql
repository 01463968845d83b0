with

-- 1 the days that are asked for
month_ends as (

    select date_day
    from {{ ref('int_calendar__date_spine') }}
    where is_last_day_of_month

),

-- 2 for each of them the versions in force
versions_at_month_ends as (

    select
        month_ends.date_day as month_end,
        history.plan,
        history.monthly_recurring_revenue

    from month_ends
    inner join {{ ref('entity_customers_history') }} as history
        on history.valid_from <= month_ends.date_day
        and (month_ends.date_day < history.valid_to or history.valid_to is null)

),

-- 3 one row for each month end and plan
final as (

    select
        month_end,
        plan,
        sum(monthly_recurring_revenue) as mrr

    from versions_at_month_ends
    group by month_end, plan

)

select * from final
