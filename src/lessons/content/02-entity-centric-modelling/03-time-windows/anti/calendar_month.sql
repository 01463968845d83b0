-- code: M-CALENDAR
-- headline: {n} {are} counted over the calendar month.
-- feedback: _30d is 30 days, whatever the month. On the first of a month {key} would start from nothing; that is _mtd. How many days back does the window begin?
select
    customer_id,
    coalesce(sum(device_events) filter (where date_day > {{ as_of_date() }} - 7), 0) as device_events_7d,
    coalesce(sum(device_events) filter (where date_day >= date_trunc('month', {{ as_of_date() }})), 0) as device_events_30d,
    coalesce(sum(device_events) filter (where date_day > {{ as_of_date() }} - 90), 0) as device_events_90d,
    sum(device_events) filter (where date_day >= date_trunc('month', {{ as_of_date() }}))
        / nullif(sum(device_events) filter (
            where date_day >= date_trunc('month', {{ as_of_date() }}) - interval 1 month and date_day < date_trunc('month', {{ as_of_date() }})
        ), 0) as device_events_trend_30d

from {{ ref('int_customers__activity_daily') }}
where date_day <= {{ as_of_date() }}
group by customer_id
