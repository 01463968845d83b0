-- One row per device in use and day, as far back as the telemetry reaches. A day on which the
-- device was not observed has NULL measures: that is not a day of zeros.
{{ config(tags=['pattern:partition', 'pattern:asof', 'pattern:window']) }}

with

telemetry as (

    select * from {{ ref('stg_app_database__device_telemetry_daily') }}
    where date_day > {{ as_of_date() }} - {{ var('grain_days') }}

),

history as (

    select * from {{ ref('entity_devices_history') }}

),

-- In use from the day after the installation to the day before the end; the two days
-- themselves are not full days.
spans as (

    select
        device_id,
        cast(min(valid_from) as date) + 1 as first_day,
        coalesce(
            cast(min(valid_from) filter (where status = 'retired') as date) - 1, {{ as_of_date() }}
        ) as last_day

    from history
    group by device_id

),

date_spine as (

    select date_day from {{ ref('int_calendar__date_spine') }}
    where date_day >= (select min(date_day) from telemetry)

),

dense as (

    select
        spans.device_id,
        date_spine.date_day

    from spans
    inner join date_spine on date_spine.date_day between spans.first_day and spans.last_day

),

-- The version in force when the day began says where the device stood, and for whom.
placed as (

    select
        dense.device_id,
        history.location_id,
        history.customer_id,
        history.firmware_version,
        dense.date_day

    from dense
    asof join history
        on dense.device_id = history.device_id
        and cast(dense.date_day as timestamp) >= history.valid_from

),

final as (

    select
        placed.device_id,
        placed.location_id,
        placed.customer_id,
        coalesce({{ firmware_text('telemetry.firmware_version') }}, placed.firmware_version)
            as firmware_version,
        telemetry.pours,
        telemetry.volume_litres,
        telemetry.error_count,
        telemetry.anomaly_count,
        cast(telemetry.uptime_minutes as integer) * 60 as online_seconds,
        case when telemetry.uptime_minutes is not null then 86400 else 0 end as observed_seconds,
        cast(round(telemetry.uptime_minutes / 1440.0, 4) as decimal(5, 4)) as uptime_ratio,
        -- Every day has a row: seven rows are seven days.
        cast(round(avg(telemetry.uptime_minutes / 1440.0) over (
            partition by placed.device_id order by placed.date_day rows between 6 preceding and current row
        ), 4) as decimal(5, 4)) as uptime_ratio_7d,
        telemetry.temp_c,
        placed.date_day

    from placed
    left join telemetry
        on placed.device_id = telemetry.device_id
        and placed.date_day = telemetry.date_day

)

select * from final
order by date_day, device_id
