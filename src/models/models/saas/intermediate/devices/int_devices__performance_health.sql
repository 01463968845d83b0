-- One row per device of a customer, in use or retired: what it did in the last 30 days, judged
-- by three scores between 0 and 1, and how its maintenance stands.
{{ config(tags=['pattern:statistics']) }}

with

-- Devices of test accounts and of erased accounts belong to nobody.
devices as (

    select devices.*
    from {{ ref('stg_app_database__devices') }} as devices
    inner join {{ ref('stg_app_database__accounts') }} as accounts
        on devices.customer_id = accounts.customer_id

),

-- The log is newer than the nightly table of devices.
latest_states as (

    select
        device_id,
        arg_max(device_status, status_event_id) as device_status,
        cast(min(occurred_at) as date) as installed_date

    from {{ ref('stg_app_database__device_status_events') }}
    group by device_id

),

telemetry as (

    select
        *,
        date_day > {{ as_of_date() }} - 30 as is_recent

    from {{ ref('stg_app_database__device_telemetry_daily') }}

),

recent as (

    select
        device_id,
        sum(pours) filter (where is_recent) as pours,
        sum(volume_litres) filter (where is_recent) as volume_litres,
        sum(error_count) filter (where is_recent) as errors,
        sum(anomaly_count) filter (where is_recent) as anomalies,
        sum(uptime_minutes) filter (where is_recent) as uptime_minutes,
        count(uptime_minutes) filter (where is_recent) as observed_days,
        median(cast(temp_c as double)) filter (where is_recent) as temp_c_median,
        mad(cast(temp_c as double)) filter (where is_recent) as temp_c_mad,
        sum(error_count) filter (where not is_recent) as earlier_errors,
        sum(uptime_minutes) filter (where not is_recent) as earlier_uptime_minutes

    from telemetry
    group by device_id

),

-- Months that the daily telemetry does not reach; the month in which it begins is in both.
earlier_months as (

    select
        device_id,
        sum(error_count) as errors,
        sum(uptime_minutes) as uptime_minutes

    from {{ ref('stg_app_database__device_telemetry_monthly') }}
    where month < (select cast(date_trunc('month', min(date_day)) as date) from telemetry)
    group by device_id

),

open_outages as (

    select distinct device_id from {{ ref('int_devices__outages') }}
    where is_open

),

-- Only a preventive visit begins a new interval; a repair mends what broke.
visits as (

    select
        device_id,
        max(cast(completed_at as date)) as last_visit

    from {{ ref('stg_app_database__maintenance_events') }}
    where maintenance_type = 'preventive'
        and outcome <> 'missed'
    group by device_id

),

joined as (

    select
        devices.device_id,
        devices.location_id,
        devices.customer_id,
        coalesce(latest_states.device_status, devices.device_status) as device_status,
        devices.maintenance_interval_days,
        coalesce(devices.install_date, latest_states.installed_date) as installed_date,
        recent.pours,
        recent.volume_litres,
        recent.errors,
        recent.anomalies,
        recent.uptime_minutes / 60.0 as uptime_hours,
        recent.observed_days * 24 as observed_hours,
        recent.uptime_minutes / nullif(recent.observed_days * 1440.0, 0) as uptime_ratio,
        recent.temp_c_median,
        recent.temp_c_mad,
        coalesce(recent.earlier_errors, 0) + coalesce(earlier_months.errors, 0) as earlier_errors,
        (coalesce(recent.earlier_uptime_minutes, 0) + coalesce(earlier_months.uptime_minutes, 0)) / 60.0
            as earlier_uptime_hours,
        open_outages.device_id is not null as is_down,
        visits.last_visit

    from devices
    left join latest_states on devices.device_id = latest_states.device_id
    left join recent on devices.device_id = recent.device_id
    left join earlier_months on devices.device_id = earlier_months.device_id
    left join open_outages on devices.device_id = open_outages.device_id
    left join visits on devices.device_id = visits.device_id

),

-- Records of visits reach back maintenance_log_days: a device without one was last visited
-- before that, or never since it was installed.
measured as (

    select
        *,
        {{ safe_divide('errors', 'uptime_hours') }} as error_rate,
        {{ safe_divide('earlier_errors', 'earlier_uptime_hours') }} as earlier_error_rate,
        {{ safe_divide('anomalies', 'uptime_hours') }} as anomaly_rate,
        case
            when device_status <> 'retired' then date_diff(
                'day',
                coalesce(
                    last_visit,
                    greatest(installed_date, {{ as_of_date() }} - {{ var('maintenance_log_days') }})
                ),
                {{ as_of_date() }}
            )
        end as days_since_maintenance

    from joined

),

scored as (

    select
        *,
        {{ device_uptime_score('uptime_ratio') }} as uptime_score,
        {{ device_performance_score('error_rate', 'earlier_error_rate') }} as performance_score,
        {{ device_alert_score('anomaly_rate', 'is_down') }} as alert_score

    from measured

),

final as (

    select
        device_id,
        location_id,
        customer_id,
        device_status,
        case
            when device_status = 'retired' then null
            when device_status = 'maintenance' then 'in_progress'
            when days_since_maintenance > maintenance_interval_days then 'overdue'
            when days_since_maintenance + {{ var('maintenance_due_soon_days') }} > maintenance_interval_days
                then 'due_soon'
            else 'ok'
        end as maintenance_status,
        cast(coalesce(pours + errors, 0) as bigint) as events_30d,
        cast(coalesce(pours, 0) as bigint) as pours_30d,
        cast(coalesce(volume_litres, 0) as bigint) as volume_litres_30d,
        cast(coalesce(errors, 0) as bigint) as errors_30d,
        cast(coalesce(observed_hours, 0) as integer) as observed_hours_30d,
        cast(round(coalesce(uptime_hours, 0), 2) as decimal(9, 2)) as online_hours_30d,
        cast(round(error_rate, 6) as decimal(9, 6)) as error_rate_30d,
        cast(round(anomaly_rate, 6) as decimal(9, 6)) as anomaly_rate_30d,
        cast(round(uptime_ratio, 4) as decimal(5, 4)) as uptime_ratio_30d,
        cast(round(temp_c_median, 2) as decimal(5, 2)) as temp_c_median_30d,
        cast(round(temp_c_mad, 2) as decimal(5, 2)) as temp_c_mad_30d,
        uptime_score,
        performance_score,
        alert_score,
        {{ device_health_score('uptime_score', 'performance_score', 'alert_score') }}
            as overall_device_health_score,
        cast(days_since_maintenance as integer) as days_since_maintenance,
        is_down,
        installed_date,
        last_visit as last_maintenance_date

    from scored

)

select * from final
