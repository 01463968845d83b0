-- One row per day for the company, and per class of device; the last days also per location: what
-- runs, what pours and what fails. Days of the log of states and hours are fewer: before them NULL.
{{ config(
    tags=['pattern:window', 'pattern:rollup', 'pattern:asof', 'operations'],
    indexes=[{'columns': ['metric_date']}],
) }}

with

days as (

    select * from ({{ metric_days() }}) as all_days
    where metric_date > {{ as_of_date() }} - {{ var('grain_days') }}

),

devices as (

    select * from {{ ref('entity_devices') }}

),

locations as (

    select * from {{ ref('entity_locations') }}

),

releases as (

    select
        firmware_version,
        released_on

    from {{ ref('stg_app_database__firmware_releases') }}

),

-- Visits that begin a new interval: preventive ones that took place.
preventive_visits as (

    select distinct
        device_id,
        cast(completed_at as date) as visit_date

    from {{ ref('stg_app_database__maintenance_events') }}
    where maintenance_type = 'preventive'
        and outcome <> 'missed'
        and completed_at < {{ as_of_timestamp() }}

),

device_days as (

    select
        devices_daily.device_id,
        devices_daily.location_id,
        devices.device_type,
        devices_daily.pours,
        devices_daily.volume_litres,
        devices_daily.error_count,
        devices_daily.online_seconds,
        devices_daily.observed_seconds,
        devices_daily.firmware_version,
        devices.maintenance_interval_days,
        greatest(devices.installed_date, {{ as_of_date() }} - {{ var('maintenance_log_days') }}) as counted_from,
        devices_daily.date_day

    from {{ ref('entity_devices_daily') }} as devices_daily
    inner join devices on devices_daily.device_id = devices.device_id
    where devices_daily.date_day > {{ as_of_date() }} - {{ var('metrics_days') }}

),

-- The newest firmware of the day.
newest_firmware as (

    select
        days.metric_date,
        releases.firmware_version

    from days
    asof join releases on days.metric_date >= releases.released_on

),

with_visits as (

    select
        device_days.*,
        coalesce(device_days.firmware_version = newest_firmware.firmware_version, false) as is_firmware_current,
        device_days.date_day - coalesce(preventive_visits.visit_date, device_days.counted_from)
            > device_days.maintenance_interval_days as is_overdue

    from device_days
    left join newest_firmware on device_days.date_day = newest_firmware.metric_date
    asof left join preventive_visits
        on device_days.device_id = preventive_visits.device_id
        and device_days.date_day >= preventive_visits.visit_date

),

fleet as (

    select
        case when grouping(device_type) = 0 then 'device_type' else 'company' end as entity_type,
        coalesce(device_type, 'all') as entity_id,
        date_day as metric_date,
        count(*) as total_devices,
        count(*) filter (where pours + error_count > 0) as active_devices,
        count(*) filter (where online_seconds > 0) as online_devices,
        sum(online_seconds) as online_seconds,
        sum(observed_seconds) as observed_seconds,
        sum(error_count) as errors,
        sum(pours) as pours,
        sum(volume_litres) as volume_litres,
        count(*) filter (where is_overdue) as overdue_devices,
        count(*) filter (where is_firmware_current) as current_devices

    from with_visits
    group by grouping sets ((device_type, date_day), (date_day))

),

outages as (

    select
        outages.outage_id,
        devices.device_type,
        outages.minutes,
        outages.is_open,
        cast(outages.started_at as date) as start_day

    from {{ ref('operations_outage_log') }} as outages
    inner join devices on outages.device_id = devices.device_id

),

failures as (

    select
        days.metric_date,
        case when grouping(outages.device_type) = 0 then 'device_type' else 'company' end as entity_type,
        coalesce(outages.device_type, 'all') as entity_id,
        count(*) as outages_90d,
        count(*) filter (where outages.start_day > days.metric_date - 30) as outages_30d,
        avg(outages.minutes / 60.0) filter (
            where outages.start_day > days.metric_date - 30 and not outages.is_open
        ) as mean_hours

    from days
    inner join outages on outages.start_day between days.metric_date - 89 and days.metric_date
    group by grouping sets ((days.metric_date, outages.device_type), (days.metric_date))

),

hours as (

    select
        cast(devices_hourly.hour_ts as date) as metric_date,
        case when grouping(devices.device_type) = 0 then 'device_type' else 'company' end as entity_type,
        coalesce(devices.device_type, 'all') as entity_id,
        count(devices_hourly.meets_sla) as sla_hours,
        count(*) filter (where devices_hourly.meets_sla) as sla_hours_met,
        count(devices_hourly.temp_c) as measured_hours,
        count(*) filter (
            where devices_hourly.temp_c < {{ var('temp_normal_from_c') }}
                or devices_hourly.temp_c > {{ var('temp_normal_to_c') }}
        ) as strange_hours

    from {{ ref('entity_devices_hourly') }} as devices_hourly
    inner join devices on devices_hourly.device_id = devices.device_id
    group by grouping sets (
        (cast(devices_hourly.hour_ts as date), devices.device_type), (cast(devices_hourly.hour_ts as date))
    )

),

visits as (

    select
        days.metric_date,
        case when grouping(devices.device_type) = 0 then 'device_type' else 'company' end as entity_type,
        coalesce(devices.device_type, 'all') as entity_id,
        count(*) as visits_90d,
        count(*) filter (where events.maintenance_type = 'preventive') as preventive_90d

    from days
    inner join {{ ref('stg_app_database__maintenance_events') }} as events
        on cast(events.completed_at as date) between days.metric_date - 89 and days.metric_date
    inner join devices on events.device_id = devices.device_id
    group by grouping sets ((days.metric_date, devices.device_type), (days.metric_date))

),

api as (

    select
        date_day as metric_date,
        sum(calls) as calls,
        sum(errors) as errors,
        sum(cast(p95_ms as bigint) * calls) as weighted_p95

    from {{ ref('operations_api_usage') }}
    group by date_day

),

api_begin as (

    select min(metric_date) as first_day from api

),

location_days as (

    select
        locations_daily.location_id,
        locations.location_type,
        locations_daily.pours,
        locations_daily.volume_litres,
        locations_daily.online_seconds,
        locations_daily.observed_seconds,
        locations_daily.error_count,
        sum(locations_daily.pours) over (
            partition by locations_daily.location_id
            order by locations_daily.date_day
            range between interval 29 days preceding and current row
        ) as pours_30d,
        locations_daily.date_day as metric_date

    from {{ ref('entity_locations_daily') }} as locations_daily
    inner join locations on locations_daily.location_id = locations.location_id
    where locations_daily.date_day > {{ as_of_date() }} - {{ var('metrics_location_days') + 29 }}

),

-- Against places of the same type on the same day.
ranked_locations as (

    select
        *,
        percent_rank() over (
            partition by metric_date, location_type order by coalesce(pours_30d, 0)
        ) as activity_level

    from location_days

),

active_locations as (

    select
        date_day as metric_date,
        count(*) filter (where pours > 0) as active_locations

    from {{ ref('entity_locations_daily') }}
    group by date_day

),

operating as (

    select
        *,
        sum(online_seconds) over (
            partition by entity_type, entity_id
            order by metric_date
            range between interval 89 days preceding and current row
        ) / 3600.0 as operating_hours_90d

    from fleet

),

measured as (

    select
        operating.*,
        case when operating.metric_date >= {{ as_of_date() }} - {{ var('status_log_days') }} + 89
            then coalesce(failures.outages_90d, 0) end as outages_90d,
        case when operating.metric_date >= {{ as_of_date() }} - {{ var('status_log_days') }} + 29
            then coalesce(failures.outages_30d, 0) end as outages_30d,
        case when operating.metric_date >= {{ as_of_date() }} - {{ var('status_log_days') }} + 29
            then failures.mean_hours end as mean_hours,
        hours.sla_hours,
        hours.sla_hours_met,
        hours.measured_hours,
        hours.strange_hours,
        visits.visits_90d,
        visits.preventive_90d,
        active_locations.active_locations,
        case when operating.metric_date >= api_begin.first_day then coalesce(api.calls, 0) end as api_calls,
        api.errors as api_errors,
        api.weighted_p95,
        operating.entity_type = 'company' as is_company

    from operating
    cross join api_begin
    left join failures
        on operating.metric_date = failures.metric_date
        and operating.entity_type = failures.entity_type
        and operating.entity_id = failures.entity_id
    left join hours
        on operating.metric_date = hours.metric_date
        and operating.entity_type = hours.entity_type
        and operating.entity_id = hours.entity_id
    left join visits
        on operating.metric_date = visits.metric_date
        and operating.entity_type = visits.entity_type
        and operating.entity_id = visits.entity_id
    left join active_locations on operating.metric_date = active_locations.metric_date
    left join api on operating.metric_date = api.metric_date

),

of_devices as (

    select
        metric_date,
        entity_type,
        entity_id,
        total_devices,
        active_devices,
        {{ metric_ratio('online_seconds', 'observed_seconds') }} as device_uptime_pct,
        {{ metric_ratio('online_devices', 'total_devices') }} as device_online_ratio,
        round({{ metric_ratio('operating_hours_90d', 'outages_90d') }}, 4) as mtbf_hours,
        round(mean_hours, 4) as mttr_hours,
        outages_30d as outage_count_30d,
        {{ metric_ratio('sla_hours_met', 'sla_hours') }} as sla_hours_met_pct,
        {{ metric_ratio('errors', 'pours + errors') }} as error_event_rate,
        {{ metric_ratio('strange_hours', 'measured_hours') }} as temperature_anomaly_rate,
        cast(pours as bigint) as pours_total,
        cast(volume_litres as bigint) as volume_litres,
        {{ metric_ratio('pours', 'active_devices') }} as pours_per_active_device,
        case when is_company then active_locations end as active_locations,
        cast(null as double) as location_activity_level,
        overdue_devices as overdue_maintenance_devices,
        {{ metric_ratio('preventive_90d', 'visits_90d') }} as preventive_maintenance_share,
        {{ metric_ratio('current_devices', 'total_devices') }} as firmware_current_share,
        case when is_company then cast(api_calls as bigint) end as api_calls_24h,
        case when is_company then {{ metric_ratio('api_errors', 'api_calls') }} end as api_error_rate,
        case when is_company then {{ metric_ratio('weighted_p95', 'api_calls') }} end as api_p95_ms

    from measured

),

of_locations as (

    select
        metric_date,
        'location' as entity_type,
        cast(location_id as varchar) as entity_id,
        {{ metric_ratio('online_seconds', 'observed_seconds') }} as device_uptime_pct,
        {{ metric_ratio('error_count', 'pours + error_count') }} as error_event_rate,
        cast(pours as bigint) as pours_total,
        cast(volume_litres as bigint) as volume_litres,
        round(activity_level, 6) as location_activity_level

    from ranked_locations
    where metric_date > {{ as_of_date() }} - {{ var('metrics_location_days') }}

),

final as (

    select * from of_devices

    union all by name

    select * from of_locations

)

select * from final
order by metric_date, entity_type, entity_id
