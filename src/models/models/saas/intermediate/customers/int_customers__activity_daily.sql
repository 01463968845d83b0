-- One row per customer and day, from the customer's first day with telemetry to as_of_date,
-- quiet days included. Telemetry is added up once, here; everything above reads this table.
-- Days before the telemetry began have no row.
{{ config(
    materialized='incremental',
    unique_key=['customer_id', 'date_day'],
    incremental_strategy='delete+insert',
    on_schema_change='append_new_columns',
) }}

with

device_telemetry_daily as (

    select * from {{ ref('stg_app_database__device_telemetry_daily') }}

),

devices as (

    select
        device_id,
        customer_id

    from {{ ref('stg_app_database__devices') }}

),

date_spine as (

    select date_day from {{ ref('int_calendar__date_spine') }}
    {%- if is_incremental() %}
    where {{ incremental_lookback('date_day') }}
    {%- endif %}

),

observed as (

    select
        devices.customer_id,
        sum(device_telemetry_daily.pours + device_telemetry_daily.error_count) as device_events,
        count(*) filter (where device_telemetry_daily.uptime_minutes > 0) as online_devices,
        count(device_telemetry_daily.uptime_minutes) as observed_devices,
        sum(device_telemetry_daily.uptime_minutes) as uptime_minutes,
        device_telemetry_daily.date_day

    from device_telemetry_daily
    inner join devices on device_telemetry_daily.device_id = devices.device_id
    {%- if is_incremental() %}
    where {{ incremental_lookback('device_telemetry_daily.date_day') }}
    {%- endif %}
    group by devices.customer_id, device_telemetry_daily.date_day

),

first_days as (

    select
        devices.customer_id,
        min(device_telemetry_daily.date_day) as first_day

    from device_telemetry_daily
    inner join devices on device_telemetry_daily.device_id = devices.device_id
    group by devices.customer_id

),

final as (

    select
        first_days.customer_id,
        cast(coalesce(observed.device_events, 0) as bigint) as device_events,
        coalesce(observed.online_devices, 0) as online_devices,
        coalesce(observed.observed_devices, 0) as observed_devices,
        cast(coalesce(observed.uptime_minutes, 0) as bigint) as uptime_minutes,
        cast({{ safe_divide(
            'observed.uptime_minutes', 'observed.observed_devices * 1440'
        ) }} as decimal(5, 4)) as online_ratio,
        date_spine.date_day

    from first_days
    inner join date_spine on date_spine.date_day >= first_days.first_day
    left join observed
        on first_days.customer_id = observed.customer_id
        and date_spine.date_day = observed.date_day

)

select * from final
