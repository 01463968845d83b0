-- Nothing is lost or counted twice on the way from the reports to hours, days and places.
with

daily as (

    select
        device_id,
        date_day,
        pours,
        error_count,
        online_seconds

    from {{ ref('entity_devices_daily') }}
    where observed_seconds > 0

),

reports as (

    select
        telemetry.device_id,
        telemetry.date_day,
        telemetry.pours,
        telemetry.error_count,
        cast(telemetry.uptime_minutes as integer) * 60 as online_seconds

    from {{ ref('stg_app_database__device_telemetry_daily') }} as telemetry
    inner join {{ ref('entity_devices') }} as devices on telemetry.device_id = devices.device_id

),

hourly as (

    select
        device_id,
        cast(hour_ts as date) as date_day,
        sum(pours) as pours,
        sum(error_count) as error_count,
        sum(online_seconds) as online_seconds

    from {{ ref('entity_devices_hourly') }}
    group by device_id, cast(hour_ts as date)
    having sum(observed_seconds) = 86400

)

-- Every report of a known device is a day of the daily table, and the other way round.
select
    'reports' as compared_with,
    coalesce(daily.device_id, reports.device_id) as device_id,
    coalesce(daily.date_day, reports.date_day) as date_day

from daily
full outer join reports
    on daily.device_id = reports.device_id
    and daily.date_day = reports.date_day
where (daily.pours, daily.error_count, daily.online_seconds)
    is distinct from (reports.pours, reports.error_count, reports.online_seconds)

union all

-- The hours of a fully observed day are that day.
select
    'hours' as compared_with,
    hourly.device_id,
    hourly.date_day

from hourly
inner join daily
    on hourly.device_id = daily.device_id
    and hourly.date_day = daily.date_day
where (daily.pours, daily.error_count, daily.online_seconds)
    is distinct from (hourly.pours, hourly.error_count, hourly.online_seconds)
