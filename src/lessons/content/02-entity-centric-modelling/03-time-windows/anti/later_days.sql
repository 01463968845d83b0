-- code: M-FUTURE
-- headline: {n} {are} counted with days after the as-of date.
-- feedback: {key} has a row after the as-of date, and nothing keeps it out. A window has two ends: which one is missing?
select
    customer_id,
    coalesce(sum(device_events) filter (where date_day > {{ as_of_date() }} - 7), 0) as device_events_7d,
    coalesce(sum(device_events) filter (where date_day > {{ as_of_date() }} - 30), 0) as device_events_30d,
    coalesce(sum(device_events) filter (where date_day > {{ as_of_date() }} - 90), 0) as device_events_90d,
    sum(device_events) filter (where date_day > {{ as_of_date() }} - 30)
        / nullif(sum(device_events) filter (
            where date_day > {{ as_of_date() }} - 60 and date_day <= {{ as_of_date() }} - 30
        ), 0) as device_events_trend_30d

from {{ ref('int_customers__activity_daily') }}
group by customer_id
