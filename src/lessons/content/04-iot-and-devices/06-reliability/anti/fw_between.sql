-- code: M-BETWEEN
-- headline: {n} {are} counted twice on days on which a version changes.
-- feedback: Where a version ends at midnight and the next begins, such as for {key}, BETWEEN finds both. Does the end belong to a version?
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
    inner join {{ ref('entity_devices_history') }} as history
        on days.device_id = history.device_id
        and cast(days.date_day as timestamp)
            between history.valid_from and coalesce(history.valid_to, timestamp '9999-12-31 00:00:00')
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
