-- One row for each customer. So far: all the events there ever were.
select
    customer_id,
    coalesce(sum(device_events), 0) as device_events_7d,
    coalesce(sum(device_events), 0) as device_events_30d,
    coalesce(sum(device_events), 0) as device_events_90d,
    cast(null as double) as device_events_trend_30d

from {{ ref('int_customers__activity_daily') }}
where date_day <= {{ as_of_date() }}
group by customer_id
