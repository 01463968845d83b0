-- One row per event of a tap of the panel (event_id), each event once. Built incrementally by
-- time of arrival: whatever an arrival touches is read again.
{{ config(
    materialized='incremental',
    unique_key='event_id',
    incremental_strategy='delete+insert',
    on_schema_change='append_new_columns',
    tags=['pattern:dedup', 'pattern:incremental'],
) }}

with

tap_events as (

    select * from {{ source('app_database', 'tap_events') }}
    {% if is_incremental() -%}
    where event_timestamp >= {{ first_touched(
        source('app_database', 'tap_events'), 'event_timestamp', '_synced_at'
    ) }}
    {% endif -%}
    {{ dedupe('id') }}

),

devices as (

    select
        id as device_id,
        model,
        cast(replace(firmware_version, '.', '') as integer) as firmware

    from {{ source('app_database', 'devices') }}
    {{ dedupe('id') }}

),

measured as (

    select
        tap_events.*,
        devices.device_id is null as has_unknown_device,
        coalesce({{ is_in_fahrenheit('tap_events.temperature_dc', 'devices.model', 'devices.firmware') }}, false)
            as is_fahrenheit

    from tap_events
    left join devices on tap_events.device_id = devices.device_id

),

converted as (

    select
        *,
        {{ sensor_celsius('temperature_dc', 'is_fahrenheit') }} as temperature_c

    from measured

),

final as (

    select
        id as event_id,
        device_id,
        location_id,
        beverage as beverage_id,
        lower(trim(event_type)) as event_type,
        lower(trim(status)) as event_status,
        case when volume_ml >= 0 then volume_ml end as volume_ml,
        temperature_c,
        cast(pressure_dpsi / 10.0 as decimal(4, 1)) as pressure_psi,
        case when flow_ml_s >= 0 then flow_ml_s end as flow_ml_s,
        case when duration_s >= 0 then duration_s end as duration_seconds,
        {{ dq_flags([
            "volume_ml < 0",
            "has_unknown_device",
            "is_fahrenheit",
            "temperature_dc is not null and temperature_c is null",
            "event_timestamp > _synced_at + interval 5 minute",
        ]) }} as dq_flags,
        cast(event_timestamp as date) as event_date,
        event_timestamp as event_at,
        _synced_at as ingested_at,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from converted

)

select * from final
