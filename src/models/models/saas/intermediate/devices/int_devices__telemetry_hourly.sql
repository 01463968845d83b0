-- One row per device and hour of the last hourly_days days on which it was in use, silent
-- hours included. Built incrementally, from the first day that a late report touches.
{{ config(
    materialized='incremental',
    unique_key=['device_id', 'hour_ts'],
    incremental_strategy='delete+insert',
    on_schema_change='append_new_columns',
    tags=['pattern:spine', 'pattern:incremental', 'pattern:partition'],
    post_hook="delete from {{ this }}
        where hour_ts < {{ as_of_timestamp() }} - interval {{ var('hourly_days') }} day",
) }}

with

bounds as (

    select
        {%- if is_incremental() %}
        cast({{ first_touched(
            ref('stg_app_database__device_telemetry_hourly'), 'hour_ts'
        ) }} as date) as first_day
        {%- else %}
        date '{{ var("start_date") }}' as first_day
        {%- endif %}

),

reports as (

    select device_telemetry_hourly.*
    from {{ ref('stg_app_database__device_telemetry_hourly') }} as device_telemetry_hourly
    inner join bounds on device_telemetry_hourly.hour_ts >= bounds.first_day

),

hours as (

    select
        hour_spine.hour_ts,
        hour_spine.date_day

    from {{ ref('int_calendar__hour_spine') }} as hour_spine
    inner join bounds on hour_spine.date_day >= bounds.first_day

),

-- The days on which a device said anything at all.
reported_days as (

    select
        device_id,
        cast(hour_ts as date) as date_day

    from reports
    group by device_id, cast(hour_ts as date)

),

-- In use from the day after the installation to the day before the end; the two days
-- themselves are not full days. Devices without a known customer are left out.
devices as (

    select
        devices.device_id,
        devices.device_type = 'tap_controller' as sleeps,
        coalesce(devices.install_date + 1, first_reports.first_day) as first_day,
        coalesce(devices.retired_date - 1, {{ as_of_date() }}) as last_day

    from {{ ref('stg_app_database__devices') }} as devices
    inner join {{ ref('stg_app_database__accounts') }} as accounts
        on devices.customer_id = accounts.customer_id
    left join (
        select
            device_id,
            min(date_day) as first_day

        from reported_days
        group by device_id
    ) as first_reports on devices.device_id = first_reports.device_id

),

dense as (

    select
        devices.device_id,
        devices.sleeps,
        hours.hour_ts,
        hours.date_day

    from devices
    inner join hours on hours.date_day between devices.first_day and devices.last_day

),

-- A tap sleeps while its house is closed: an hour that it left out on a day on which it spoke
-- is an hour without pours and without downtime. Any other silence is not known.
judged as (

    select
        dense.*,
        reports.device_id is null as is_silent,
        reports.device_id is null and dense.sleeps and reported_days.device_id is not null as is_asleep,
        reports.* exclude (device_id, hour_ts)

    from dense
    left join reports
        on dense.device_id = reports.device_id
        and dense.hour_ts = reports.hour_ts
    left join reported_days
        on dense.device_id = reported_days.device_id
        and dense.date_day = reported_days.date_day

),

final as (

    select
        device_id,
        cast(case when is_asleep then 0 else pours + error_count end as integer) as events,
        cast(case when is_asleep then 0 else pours end as integer) as pours,
        cast(case when is_asleep then 0 else volume_litres end as decimal(8, 1)) as volume_litres,
        cast(case when is_asleep then 0 else error_count end as integer) as error_count,
        cast(case when is_asleep then 0 else anomaly_count end as integer) as anomaly_count,
        case when is_asleep then 3600 else cast(uptime_minutes as integer) * 60 end as online_seconds,
        case when is_asleep or uptime_minutes is not null then 3600 else 0 end as observed_seconds,
        temp_c,
        pressure_psi,
        is_silent as is_gap_filled,
        hour_ts,
        ingested_at

    from judged

)

select * from final
order by hour_ts, device_id
