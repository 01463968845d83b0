-- One row per decile of the health score, 1 the least healthy: how many of the customers in
-- it were lost in the 90 days that followed. The score is the one of the day before those
-- days, never a later one.
{{ config(tags=['pattern:statistics', 'pattern:window']) }}

with

customers_daily as (

    select * from {{ ref('entity_customers_daily') }}

),

customers_history as (

    select * from {{ ref('entity_customers_history') }}

),

-- Windows of 90 days, one after the other, back from as_of_date.
judged_days as (

    select {{ as_of_date() }} - cast(windows.number as integer) * 90 as date_day
    from generate_series(1, {{ var('calibration_windows') }}) as windows(number)

),

judged as (

    select
        customers_daily.customer_id,
        customers_daily.customer_health_score,
        customers_daily.churn_risk_score,
        ntile(10) over (
            order by customers_daily.customer_health_score, customers_daily.customer_id, customers_daily.date_day
        ) as health_decile,
        customers_daily.date_day

    from customers_daily
    inner join judged_days on customers_daily.date_day = judged_days.date_day
    where customers_daily.customer_status = 'active'
        and customers_daily.customer_health_score is not null

),

losses as (

    select
        customer_id,
        valid_from as lost_on

    from customers_history
    where customer_status = 'churned'
        and previous_status <> 'churned'

),

with_outcome as (

    select
        judged.*,
        exists (
            select 1 from losses
            where losses.customer_id = judged.customer_id
                and losses.lost_on > judged.date_day
                and losses.lost_on <= judged.date_day + 90
        ) as is_lost

    from judged

),

final as (

    select
        cast(health_decile as integer) as health_decile,
        count(*) as customers,
        cast(avg(customer_health_score) as decimal(7, 6)) as avg_health_score,
        min(customer_health_score) as min_health_score,
        max(customer_health_score) as max_health_score,
        cast(avg(churn_risk_score) as decimal(7, 6)) as avg_risk_score,
        count(*) filter (where is_lost) as churned_90d,
        cast(count(*) filter (where is_lost) / count(*) as decimal(7, 6)) as churn_rate_90d

    from with_outcome
    group by health_decile

)

select * from final
order by health_decile
