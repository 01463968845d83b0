-- The log of states and the telemetry tell the same story: on an observed day the device was
-- up for all the time that its history does not have it offline. Days that the log covers only.
with

days as (

    select
        device_id,
        date_day,
        online_seconds,
        cast(date_day as timestamp) as day_start,
        cast(date_day + 1 as timestamp) as day_end

    from {{ ref('entity_devices_daily') }}
    where observed_seconds > 0
        and date_day > {{ as_of_date() }} - {{ var('status_log_days') }} + 1

),

offline as (

    select
        days.device_id,
        days.date_day,
        sum(date_diff(
            'second',
            greatest(history.valid_from, days.day_start),
            least(coalesce(history.valid_to, days.day_end), days.day_end)
        )) as offline_seconds

    from days
    inner join {{ ref('entity_devices_history') }} as history
        on days.device_id = history.device_id
        and history.status = 'offline'
        and history.valid_from < days.day_end
        and coalesce(history.valid_to > days.day_start, true)
    group by days.device_id, days.date_day

)

select
    days.device_id,
    days.date_day,
    days.online_seconds,
    offline.offline_seconds

from days
left join offline
    on days.device_id = offline.device_id
    and days.date_day = offline.date_day
-- Reports count whole minutes.
where abs(86400 - coalesce(offline.offline_seconds, 0) - days.online_seconds) > 60
