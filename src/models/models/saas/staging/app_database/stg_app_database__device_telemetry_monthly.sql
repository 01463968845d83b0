-- One row per device and month, for the months before the daily telemetry.
with

device_telemetry_monthly as (

    select * from {{ source('app_database', 'device_telemetry_monthly') }}
    {{ dedupe('device_id, month') }}

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
        device_telemetry_monthly.*,
        coalesce({{ is_in_fahrenheit(
            'device_telemetry_monthly.temp_dc_avg', 'devices.model', 'device_telemetry_monthly.firmware'
        ) }}, false) as is_fahrenheit

    from device_telemetry_monthly
    left join devices on device_telemetry_monthly.device_id = devices.device_id

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
        case when uptime_min between 0 and 44640 then uptime_min end as uptime_minutes,
        temp_c,
        temp_max_c,
        firmware as firmware_version,
        {{ dq_flags([
            "pours < 0 or volume_l < 0",
            "uptime_min not between 0 and 44640",
            "is_fahrenheit",
            "temp_dc_avg is not null and temp_c is null or temp_dc_max is not null and temp_max_c is null",
        ]) }} as dq_flags,
        month,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from converted

)

select * from final
