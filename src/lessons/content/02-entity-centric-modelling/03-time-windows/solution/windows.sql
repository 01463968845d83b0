select
    customer_id,
    -- 2 one filter for each window; no row means 0
    coalesce(sum(device_events) filter (where date_day > {{ as_of_date() }} - 7), 0) as device_events_7d,
    coalesce(sum(device_events) filter (where date_day > {{ as_of_date() }} - 30), 0) as device_events_30d,
    coalesce(sum(device_events) filter (where date_day > {{ as_of_date() }} - 90), 0) as device_events_90d,
    -- 3 this window against the one before it; nothing before is NULL
    sum(device_events) filter (where date_day > {{ as_of_date() }} - 30)
        / nullif(sum(device_events) filter (
            where date_day > {{ as_of_date() }} - 60 and date_day <= {{ as_of_date() }} - 30
        ), 0) as device_events_trend_30d

from {{ ref('int_customers__activity_daily') }}
-- 1 no day after the as-of date, for all windows
where date_day <= {{ as_of_date() }}
group by customer_id
