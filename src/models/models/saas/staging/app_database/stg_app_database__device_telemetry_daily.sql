-- One row per device and day. Built incrementally: each run reads the last days again,
-- since devices report late.
{{ config(
    materialized='incremental',
    unique_key=['device_id', 'date_day'],
    incremental_strategy='delete+insert',
    on_schema_change='append_new_columns',
) }}

with

device_telemetry_daily as (

    select * from {{ source('app_database', 'device_telemetry_daily') }}
    {% if is_incremental() -%}
    where {{ incremental_lookback('day') }}
    {% endif -%}
    {{ dedupe('device_id, day') }}

),

final as (

    select
        device_id,
        case when pours >= 0 then pours end as pours,
        case when volume_l >= 0 then volume_l end as volume_litres,
        errors as error_count,
        anomalies as anomaly_count,
        case when uptime_min between 0 and 1440 then uptime_min end as uptime_minutes,
        cast(temp_dc_avg / 10.0 as decimal(4, 1)) as temp_c,
        cast(temp_dc_max / 10.0 as decimal(4, 1)) as temp_max_c,
        firmware as firmware_version,
        {{ dq_flags([
            "pours < 0 or volume_l < 0",
            "uptime_min not between 0 and 1440",
            "temp_dc_avg > 450",
        ]) }} as dq_flags,
        day as date_day,
        _synced_at as ingested_at,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from device_telemetry_daily

)

select * from final
