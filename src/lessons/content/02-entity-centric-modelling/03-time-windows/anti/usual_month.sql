-- code: M-WINDOW
-- headline: The trend of {n} compares with a window that overlaps.
-- feedback: A third of 90 days holds the last 30 days of {key} too, so a fall hides itself. Which 30 days come just before the last 30?
select
    customer_id,
    coalesce(sum(device_events) filter (where date_day > {{ as_of_date() }} - 7), 0) as device_events_7d,
    coalesce(sum(device_events) filter (where date_day > {{ as_of_date() }} - 30), 0) as device_events_30d,
    coalesce(sum(device_events) filter (where date_day > {{ as_of_date() }} - 90), 0) as device_events_90d,
    sum(device_events) filter (where date_day > {{ as_of_date() }} - 30)
        / nullif(sum(device_events) filter (where date_day > {{ as_of_date() }} - 90) / 3.0, 0) as device_events_trend_30d

from {{ ref('int_customers__activity_daily') }}
where date_day <= {{ as_of_date() }}
group by customer_id
