-- code: M-LASTDAY
-- headline: The as-of date itself is missing for {n}.
-- feedback: The windows of {key} end the day before. In this project they end with the as-of date and include it. Which comparison lets it in?
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
where date_day < {{ as_of_date() }}
group by customer_id
