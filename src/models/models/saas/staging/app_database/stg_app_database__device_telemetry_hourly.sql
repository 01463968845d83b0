-- One row per device and reported hour of UTC, of the last 14 days. Built incrementally by
-- time of arrival. An hour that was keyed by a local clock is put back to where it belongs.
{{ config(
    materialized='incremental',
    unique_key=['device_id', 'hour_ts'],
    incremental_strategy='delete+insert',
    on_schema_change='append_new_columns',
    tags=['pattern:dedup', 'pattern:incremental'],
) }}

with

device_telemetry_hourly as (

    select * from {{ source('app_database', 'device_telemetry_hourly') }}
    {%- if is_incremental() %}
    where cast(hour_ts as date) >= cast({{ first_touched(
        source('app_database', 'device_telemetry_hourly'), 'hour_ts', '_synced_at'
    ) }} as date)
    {%- endif %}

),

devices as (

    select
        id as device_id,
        model,
        cast(replace(firmware_version, '.', '') as integer) as firmware

    from {{ source('app_database', 'devices') }}
    {{ dedupe('id') }}

),

-- When clocks change, a local key names one hour twice and another never. An hour is loaded in
-- its last minute, so the load tells which of the two was which.
repeated as (

    select
        device_id,
        hour_ts

    from device_telemetry_hourly
    group by device_id, hour_ts
    having count(*) > 1

),

rekeyed as (

    select
        device_telemetry_hourly.* exclude (hour_ts),
        cast(date_trunc('hour', device_telemetry_hourly._synced_at) as timestamp) as loaded_hour,
        repeated.device_id is not null
            and loaded_hour in (
                device_telemetry_hourly.hour_ts - interval 1 hour,
                device_telemetry_hourly.hour_ts + interval 1 hour
            ) as is_rekeyed,
        case when is_rekeyed then loaded_hour else device_telemetry_hourly.hour_ts end as hour_ts

    from device_telemetry_hourly
    left join repeated
        on device_telemetry_hourly.device_id = repeated.device_id
        and device_telemetry_hourly.hour_ts = repeated.hour_ts

),

-- A report that was put back fills an empty hour only.
deduped as (

    select * from rekeyed
    {{ dedupe('device_id, hour_ts', 'is_rekeyed, _synced_at') }}

),

measured as (

    select
        deduped.*,
        coalesce({{ is_in_fahrenheit('deduped.temp_dc_avg', 'devices.model', 'devices.firmware') }}, false)
            as is_fahrenheit

    from deduped
    left join devices on deduped.device_id = devices.device_id

),

converted as (

    select
        *,
        {{ sensor_celsius('temp_dc_avg', 'is_fahrenheit') }} as temp_c

    from measured

),

final as (

    select
        device_id,
        case when pours >= 0 then pours end as pours,
        case when volume_dl >= 0 then cast(volume_dl / 10.0 as decimal(8, 1)) end as volume_litres,
        errors as error_count,
        anomalies as anomaly_count,
        case when uptime_min between 0 and 60 then uptime_min end as uptime_minutes,
        temp_c,
        cast(pressure_dpsi_avg / 10.0 as decimal(4, 1)) as pressure_psi,
        {{ dq_flags([
            "pours < 0 or volume_dl < 0",
            "uptime_min not between 0 and 60",
            "is_fahrenheit",
            "temp_dc_avg is not null and temp_c is null",
            "is_rekeyed",
        ]) }} as dq_flags,
        hour_ts,
        _synced_at as ingested_at,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from converted

)

select * from final
