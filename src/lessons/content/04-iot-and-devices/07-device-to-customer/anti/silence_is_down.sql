-- code: M-UNOBSERVED
-- headline: {n} {are} called down while nobody looked.
-- feedback: A day without a report counts as a day of downtime at {key}. What is known about it?
-- One row per location and month.
{{ config(materialized='table') }}

with

-- 1 days of devices, with the place where each stood on that day
days as (

    select
        location_id,
        device_id,
        cast(date_trunc('month', date_day) as date) as month,
        pours,
        online_seconds,
        86400 as observed_seconds

    from {{ ref('entity_devices_daily') }}

),

-- 2 one row for each place and month: sums first, then one division
final as (

    select
        location_id,
        month,
        count(distinct device_id) as devices,
        sum(pours) as pours,
        sum(online_seconds) as online_seconds,
        sum(observed_seconds) as observed_seconds,
        sum(online_seconds) * 1.0 / sum(observed_seconds) as uptime_ratio

    from days
    group by location_id, month

)

select * from final
