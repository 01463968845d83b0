-- One row per model and firmware: how long devices ran with it, and how often and how long
-- they failed. Rates are ratios of sums over all devices, never means of the devices' rates.
{{ config(tags=['pattern:statistics', 'pattern:asof']) }}

with

devices as (

    select
        device_id,
        model

    from {{ ref('entity_devices') }}

),

days as (

    select
        days.device_id,
        devices.model,
        days.firmware_version,
        days.online_seconds,
        days.error_count,
        -- Against the device's own mean, so that warm places do not look like drifting probes.
        cast(days.temp_c as double) - avg(cast(days.temp_c as double)) over (
            partition by days.device_id, days.firmware_version
        ) as temp_deviation,
        days.date_day

    from {{ ref('entity_devices_daily') }} as days
    inner join devices on days.device_id = devices.device_id
    where days.observed_seconds > 0

),

-- The log of outages covers fewer days than the telemetry: a time between failures needs hours
-- of the same days.
running as (

    select
        model,
        firmware_version,
        count(distinct device_id) as devices,
        sum(online_seconds) / 3600.0 as device_hours,
        sum(online_seconds) filter (
            where date_day > {{ as_of_date() }} - {{ var('status_log_days') }}
        ) / 3600.0 as logged_device_hours,
        sum(error_count) as errors,
        stddev_samp(temp_deviation) as temp_stddev,
        regr_slope(temp_deviation, date_diff('day', date '{{ var("start_date") }}', date_day)) * 30 as drift_slope

    from days
    group by model, firmware_version

),

-- The firmware that ran when the outage began.
failures as (

    select
        devices.model,
        history.firmware_version,
        count(*) as failures,
        avg(outages.minutes) filter (where not outages.is_open) / 60 as mttr_hours

    from {{ ref('int_devices__outages') }} as outages
    inner join devices on outages.device_id = devices.device_id
    asof join {{ ref('entity_devices_history') }} as history
        on outages.device_id = history.device_id
        and outages.started_at >= history.valid_from
    where outages.started_at >= {{ as_of_timestamp() }} - interval {{ var('status_log_days') }} day
    group by devices.model, history.firmware_version

),

final as (

    select
        running.model,
        running.firmware_version,
        running.devices,
        coalesce(failures.failures, 0) as failures,
        cast(round(running.device_hours, 2) as decimal(14, 2)) as device_hours,
        cast(round(coalesce(running.logged_device_hours, 0), 2) as decimal(14, 2)) as logged_device_hours,
        cast(round({{ safe_divide(
            'running.logged_device_hours', 'failures.failures'
        ) }}, 2) as decimal(12, 2)) as mtbf_hours,
        cast(round(failures.mttr_hours, 2) as decimal(12, 2)) as mttr_hours,
        cast(round({{ safe_divide(
            'running.errors * 1000.0', 'running.device_hours'
        ) }}, 3) as decimal(12, 3)) as errors_per_1000h,
        cast(round(running.temp_stddev, 3) as decimal(8, 3)) as temp_stddev,
        cast(round(running.drift_slope, 4) as decimal(9, 4)) as drift_slope

    from running
    left join failures
        on running.model = failures.model
        and running.firmware_version = failures.firmware_version

)

select * from final
