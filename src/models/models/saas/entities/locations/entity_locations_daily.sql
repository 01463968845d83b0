-- One row per location and day on which a device was in use there, and every day between. What
-- a device did counts for the place where it stood on that day.
{{ config(tags=['pattern:window', 'pattern:spine']) }}

with

devices_daily as (

    select * from {{ ref('entity_devices_daily') }}

),

devices_hourly as (

    select * from {{ ref('entity_devices_hourly') }}

),

locations as (

    select
        core.location_id,
        core.customer_id,
        locations.timezone

    from {{ ref('int_locations__core') }} as core
    inner join {{ ref('stg_app_database__locations') }} as locations
        on core.location_id = locations.location_id

),

tz_transitions as (

    select * from {{ ref('stg_reference__tz_transitions') }}

),

days as (

    select
        location_id,
        sum(pours) as pours,
        sum(volume_litres) as volume_litres,
        sum(online_seconds) as online_seconds,
        sum(observed_seconds) as observed_seconds,
        sum(error_count) as error_count,
        count(*) filter (where online_seconds > 0) as active_devices,
        date_day

    from devices_daily
    group by location_id, date_day

),

-- Hours are kept for two weeks only. The first of several busiest hours counts.
hours as (

    select
        location_id,
        hour_ts,
        sum(pours) as pours

    from devices_hourly
    group by location_id, hour_ts
    having sum(pours) > 0

),

peak_hours as (

    select
        hours.location_id,
        cast(hours.hour_ts as date) as date_day,
        arg_min(hours.hour_ts, (-hours.pours, hours.hour_ts)) as peak_hour_ts

    from hours
    group by hours.location_id, cast(hours.hour_ts as date)

),

local_peak_hours as (

    select
        peak_hours.location_id,
        peak_hours.date_day,
        cast(hour(peak_hours.peak_hour_ts + to_minutes(tz_transitions.offset_minutes)) as integer)
            as peak_hour

    from (
        select
            peak_hours.*,
            locations.timezone

        from peak_hours
        inner join locations on peak_hours.location_id = locations.location_id
    ) as peak_hours
    asof left join tz_transitions
        on peak_hours.timezone = tz_transitions.timezone
        and peak_hours.peak_hour_ts >= tz_transitions.utc_from

),

spans as (

    select
        location_id,
        min(date_day) as first_day,
        max(date_day) as last_day

    from days
    group by location_id

),

dense as (

    select
        spans.location_id,
        date_spine.date_day

    from spans
    inner join {{ ref('int_calendar__date_spine') }} as date_spine
        on date_spine.date_day between spans.first_day and spans.last_day

),

final as (

    select
        dense.location_id,
        locations.customer_id,
        local_peak_hours.peak_hour,
        cast(days.pours as bigint) as pours,
        cast(days.volume_litres as bigint) as volume_litres,
        cast(days.online_seconds as bigint) as online_seconds,
        cast(coalesce(days.observed_seconds, 0) as bigint) as observed_seconds,
        {{ share('days.online_seconds', 'days.observed_seconds') }} as uptime_ratio,
        cast(days.error_count as bigint) as error_count,
        coalesce(days.active_devices, 0) as active_devices,
        cast(days.pours - lag(days.pours, 7) over (
            partition by dense.location_id order by dense.date_day
        ) as bigint) as pours_wow_change,
        dense.date_day

    from dense
    inner join locations on dense.location_id = locations.location_id
    left join days
        on dense.location_id = days.location_id
        and dense.date_day = days.date_day
    left join local_peak_hours
        on dense.location_id = local_peak_hours.location_id
        and dense.date_day = local_peak_hours.date_day

)

select * from final
order by date_day, location_id
