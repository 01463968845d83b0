-- The months of entity_customers_monthly hold the days of entity_customers_daily, none twice
-- and none lost, and nothing but them.
with

days as (

    select
        cast(date_trunc('month', date_day) as date) as month,
        count(*) as live_days,
        sum(device_events) as device_events

    from {{ ref('entity_customers_daily') }}
    group by cast(date_trunc('month', date_day) as date)

),

months as (

    select
        month,
        sum(live_days) as live_days,
        sum(device_events) as device_events

    from {{ ref('entity_customers_monthly') }}
    group by month
    having sum(live_days) > 0

)

select
    coalesce(days.month, months.month) as month,
    days.live_days as days_in_daily,
    months.live_days as days_in_monthly,
    days.device_events as events_in_daily,
    months.device_events as events_in_monthly

from days
full outer join months on days.month = months.month
where days.live_days is distinct from months.live_days
    or days.device_events is distinct from months.device_events
