-- code: M-BOUNDARY
-- headline: {n} {are} counted over one day too many.
-- feedback: The windows of {key} begin a day early: with today included, 30 days leave 29 before it. Does >= include the day that is 30 days back?
select
    customer_id,
    coalesce(sum(device_events) filter (where date_day >= {{ as_of_date() }} - 7), 0) as device_events_7d,
    coalesce(sum(device_events) filter (where date_day >= {{ as_of_date() }} - 30), 0) as device_events_30d,
    coalesce(sum(device_events) filter (where date_day >= {{ as_of_date() }} - 90), 0) as device_events_90d,
    sum(device_events) filter (where date_day >= {{ as_of_date() }} - 30)
        / nullif(sum(device_events) filter (
            where date_day >= {{ as_of_date() }} - 60 and date_day < {{ as_of_date() }} - 30
        ), 0) as device_events_trend_30d

from {{ ref('int_customers__activity_daily') }}
where date_day <= {{ as_of_date() }}
group by customer_id
