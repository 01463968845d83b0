-- code: M-NULL
-- headline: {n} {are} NULL where they should be 0.
-- feedback: {key} has no row in one of the windows, and a sum over nothing is NULL. How many events did it have there?
select
    customer_id,
    sum(device_events) filter (where date_day > {{ as_of_date() }} - 7) as device_events_7d,
    sum(device_events) filter (where date_day > {{ as_of_date() }} - 30) as device_events_30d,
    sum(device_events) filter (where date_day > {{ as_of_date() }} - 90) as device_events_90d,
    sum(device_events) filter (where date_day > {{ as_of_date() }} - 30)
        / nullif(sum(device_events) filter (
            where date_day > {{ as_of_date() }} - 60 and date_day <= {{ as_of_date() }} - 30
        ), 0) as device_events_trend_30d

from {{ ref('int_customers__activity_daily') }}
where date_day <= {{ as_of_date() }}
group by customer_id
