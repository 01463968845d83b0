-- One row per device in use and hour of the last hourly_days days. Built incrementally: every
-- hour that a late arrival touches is made anew as a whole, with all hours after it.
{{ config(
    materialized='incremental',
    unique_key=['device_id', 'hour_ts'],
    incremental_strategy='delete+insert',
    on_schema_change='append_new_columns',
    tags=['pattern:incremental', 'pattern:partition', 'pattern:window'],
    post_hook=[
        "delete from {{ this }}
            where hour_ts < {{ as_of_timestamp() }} - interval {{ var('hourly_days') }} day",
        "update {{ this }} set events_avg_24h = null
            where events_avg_24h is not null
                and hour_ts < {{ as_of_timestamp() }}
                    - interval {{ var('hourly_days') }} day + interval 23 hour",
        "analyze {{ this }}",
    ],
) }}

with

telemetry_hourly as (

    select * from {{ ref('int_devices__telemetry_hourly') }}

),

tap_events as (

    select * from {{ ref('stg_app_database__tap_events') }}

),

bounds as (

    select
        {%- if is_incremental() %}
        least(
            {{ first_touched(ref('int_devices__telemetry_hourly'), 'hour_ts') }},
            cast(date_trunc('hour', {{ first_touched(
                ref('stg_app_database__tap_events'), 'event_at'
            ) }}) as timestamp)
        ) as first_hour
        {%- else %}
        timestamp '{{ var("start_date") }} 00:00:00' as first_hour
        {%- endif %}

),

devices as (

    select
        devices.device_id,
        devices.location_id,
        devices.customer_id,
        locations.timezone

    from {{ ref('stg_app_database__devices') }} as devices
    left join {{ ref('stg_app_database__locations') }} as locations
        on devices.location_id = locations.location_id

),

-- What the clocks of a zone showed, for each hour.
zones as (

    select distinct timezone from devices

),

local_hours as (

    select
        zones.timezone,
        hour_spine.hour_ts,
        hour(hour_spine.hour_ts + to_minutes(tz_transitions.offset_minutes)) as local_hour

    from zones
    cross join {{ ref('int_calendar__hour_spine') }} as hour_spine
    asof left join {{ ref('stg_reference__tz_transitions') }} as tz_transitions
        on zones.timezone = tz_transitions.timezone
        and hour_spine.hour_ts >= tz_transitions.utc_from

),

-- For taps of the panel the single pours are known, and so how long each took.
pouring as (

    select
        tap_events.device_id,
        cast(date_trunc('hour', tap_events.event_at) as timestamp) as hour_ts,
        sum(tap_events.duration_seconds) as pouring_seconds

    from tap_events
    cross join bounds
    where tap_events.event_type = 'pour'
        and tap_events.event_at >= bounds.first_hour
    group by tap_events.device_id, cast(date_trunc('hour', tap_events.event_at) as timestamp)

),

-- The window needs 23 hours before the first one that is written.
windowed as (

    select
        telemetry_hourly.*,
        case
            when count(*) over last_24_hours = 24 then avg(telemetry_hourly.events) over last_24_hours
        end as events_avg_24h

    from telemetry_hourly
    inner join bounds on telemetry_hourly.hour_ts >= bounds.first_hour - interval 23 hour
    window last_24_hours as (
        partition by telemetry_hourly.device_id order by telemetry_hourly.hour_ts
        rows between 23 preceding and current row
    )

),

joined as (

    select
        windowed.*,
        devices.location_id,
        devices.customer_id,
        local_hours.local_hour,
        coalesce(
            pouring.pouring_seconds,
            windowed.volume_litres * 1000 / {{ var('tap_flow_ml_s') }}
        ) as pouring_seconds,
        windowed.online_seconds >= {{ var('sla_uptime_minutes') }} * 60 as meets_sla,
        windowed.temp_c not between {{ var('temp_normal_from_c') }} and {{ var('temp_normal_to_c') }}
            as is_out_of_range

    from windowed
    inner join bounds on windowed.hour_ts >= bounds.first_hour
    inner join devices on windowed.device_id = devices.device_id
    left join local_hours
        on devices.timezone = local_hours.timezone
        and windowed.hour_ts = local_hours.hour_ts
    left join pouring
        on windowed.device_id = pouring.device_id
        and windowed.hour_ts = pouring.hour_ts

),

final as (

    select
        device_id,
        location_id,
        customer_id,
        {{ business_period('local_hour') }} as business_period,
        case
            when observed_seconds = 0 then 'unobserved'
            when online_seconds < 1800 or error_count >= 3 then 'critical'
            when not meets_sla or error_count > 0 or anomaly_count > 0 or is_out_of_range then 'warning'
            else 'ok'
        end as alert_level,
        events,
        pours,
        volume_litres,
        error_count,
        cast(round({{ safe_divide('anomaly_count * 3600.0', 'online_seconds') }}, 4) as decimal(9, 4))
            as anomaly_rate,
        online_seconds,
        observed_seconds,
        {{ share('online_seconds', 'observed_seconds') }} as uptime_ratio,
        -- least() would take NULL for no bound at all.
        cast(round(case
            when pouring_seconds < online_seconds then pouring_seconds * 1.0 / online_seconds
            when online_seconds > 0 and pouring_seconds is not null then 1
        end, 4) as decimal(5, 4)) as utilisation,
        temp_c,
        pressure_psi,
        cast(round(events_avg_24h, 4) as decimal(9, 4)) as events_avg_24h,
        meets_sla,
        hour_ts,
        ingested_at

    from joined

)

select * from final
order by hour_ts, device_id
