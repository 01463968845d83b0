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
        history.firmware_version,
        days.online_seconds,
        days.error_count

    from days
    asof join {{ ref('entity_devices_history') }} as history
        on days.device_id = history.device_id
        and cast(days.date_day as timestamp) >= history.valid_from
    where history.firmware_version is not null

),

-- 2 sums for each firmware, then one division
final as (

    select
        firmware_version,
        sum(online_seconds) / 3600.0 as device_hours,
        sum(error_count) as errors,
        sum(error_count) * 1000 / nullif(sum(online_seconds) / 3600.0, 0) as errors_per_1000h

    from placed
    group by firmware_version

)

select * from final
