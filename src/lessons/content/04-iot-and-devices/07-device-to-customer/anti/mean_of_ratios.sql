-- code: M-AVGAVG
-- headline: The uptime of {n} is a mean of daily ratios.
-- feedback: A day on which a device was observed for an hour weighs as much as a whole day, for {key} too. What do you divide, and how
--   often?
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
        observed_seconds

    from {{ ref('entity_devices_daily') }}
    where observed_seconds > 0

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
        avg(online_seconds * 1.0 / observed_seconds) as uptime_ratio

    from days
    group by location_id, month

)

select * from final
