-- One row per device and day. Built incrementally: each run reads the last days again,
-- since devices report late.
{{ config(
    materialized='incremental',
    unique_key=['device_id', 'date_day'],
    incremental_strategy='delete+insert',
    on_schema_change='append_new_columns',
    tags=['pattern:dedup', 'pattern:incremental'],
) }}

with

device_telemetry_daily as (

    select * from {{ source('app_database', 'device_telemetry_daily') }}
    {% if is_incremental() -%}
    where {{ incremental_lookback('day') }}
    {% endif -%}
    {{ dedupe('device_id, day') }}

),

devices as (

    select
        id as device_id,
        model

    from {{ source('app_database', 'devices') }}
    {{ dedupe('id') }}

),

measured as (

    select
        device_telemetry_daily.*,
        coalesce({{ is_in_fahrenheit(
            'device_telemetry_daily.temp_dc_avg', 'devices.model', 'device_telemetry_daily.firmware'
        ) }}, false) as is_fahrenheit

    from device_telemetry_daily
    left join devices on device_telemetry_daily.device_id = devices.device_id

),

converted as (

    select
        *,
        {{ sensor_celsius('temp_dc_avg', 'is_fahrenheit') }} as temp_c,
        {{ sensor_celsius('temp_dc_max', 'is_fahrenheit') }} as temp_max_c

    from measured

),

final as (

    select
        device_id,
        case when pours >= 0 then pours end as pours,
        case when volume_l >= 0 then volume_l end as volume_litres,
        errors as error_count,
        anomalies as anomaly_count,
        case when uptime_min between 0 and 1440 then uptime_min end as uptime_minutes,
        temp_c,
        temp_max_c,
        firmware as firmware_version,
        {{ dq_flags([
            "pours < 0 or volume_l < 0",
            "uptime_min not between 0 and 1440",
            "is_fahrenheit",
            "temp_dc_avg is not null and temp_c is null or temp_dc_max is not null and temp_max_c is null",
        ]) }} as dq_flags,
        day as date_day,
        _synced_at as ingested_at,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from converted

)

select * from final
