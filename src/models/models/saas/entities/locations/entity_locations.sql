-- One row per location of a customer, open or not, as it is on as_of_date.
{{ config(tags=['pattern:statistics']) }}

with

locations as (

    select * from {{ ref('int_locations__core') }}

),

metrics as (

    select * from {{ ref('int_locations__operational_metrics') }}

),

current_versions as (

    select * from {{ ref('entity_locations_history') }}
    where is_current

),

devices as (

    select * from {{ ref('int_devices__performance_health') }}
    where device_status <> 'retired'

),

telemetry as (

    select
        device_id,
        sum(pours) as pours_7d

    from {{ ref('stg_app_database__device_telemetry_daily') }}
    where date_day > {{ as_of_date() }} - 7
    group by device_id

),

devices_per_location as (

    select
        devices.location_id,
        avg(devices.overall_device_health_score) as device_health_score,
        count(*) as devices,
        count(*) filter (where devices.maintenance_status = 'overdue') as overdue_devices,
        count(*) filter (where devices.device_status in ('online', 'maintenance')) as running_devices,
        count(*) filter (where devices.is_down) as down_devices,
        sum(telemetry.pours_7d) as pours_7d

    from devices
    left join telemetry on devices.device_id = telemetry.device_id
    group by devices.location_id

),

-- A device that was retired in the last week has poured before.
retired_pours as (

    select
        health.location_id,
        sum(telemetry.pours_7d) as pours_7d

    from telemetry
    inner join {{ ref('int_devices__performance_health') }} as health
        on telemetry.device_id = health.device_id
    where health.device_status = 'retired'
    group by health.location_id

),

tickets_per_location as (

    select
        location_id,
        count(*) filter (where is_open and sla_status = 'Breached') as breached_tickets,
        count(*) filter (where is_open and priority in ('urgent', 'high')) as pressing_tickets

    from {{ ref('int_support__ticket_sla') }}
    group by location_id

),

joined as (

    select
        locations.*,
        metrics.pours_30d,
        metrics.volume_litres_30d,
        metrics.quality_issues_30d,
        metrics.uptime_ratio_30d,
        metrics.open_tickets,
        metrics.activity_percentile,
        current_versions.status,
        current_versions.location_size,
        current_versions.device_count_band,
        devices_per_location.device_health_score,
        devices_per_location.devices,
        devices_per_location.running_devices,
        coalesce(devices_per_location.overdue_devices, 0) as overdue_devices,
        coalesce(devices_per_location.down_devices, 0) as down_devices,
        coalesce(devices_per_location.pours_7d, 0) + coalesce(retired_pours.pours_7d, 0) as pours_7d,
        coalesce(tickets_per_location.breached_tickets, 0) as breached_tickets,
        coalesce(tickets_per_location.pressing_tickets, 0) as pressing_tickets

    from locations
    inner join metrics on locations.location_id = metrics.location_id
    inner join current_versions on locations.location_id = current_versions.location_id
    left join devices_per_location on locations.location_id = devices_per_location.location_id
    left join retired_pours on locations.location_id = retired_pours.location_id
    left join tickets_per_location on locations.location_id = tickets_per_location.location_id

),

scored as (

    select
        *,
        {{ location_health_score(
            'device_health_score', 'uptime_ratio_30d', 'activity_percentile'
        ) }} as operational_health_score,
        {{ location_readiness_score('running_devices', 'overdue_devices', 'devices') }} as readiness_score

    from joined

),

final as (

    select
        location_id,
        customer_id,
        location_name,
        location_type,
        region,
        state,
        country,
        {{ band('volume_litres_30d', [
            ['high', var('location_tier_high_from_litres')],
            ['medium', var('location_tier_medium_from_litres')],
        ], 'low') }} as location_tier,
        status,
        location_size,
        device_count_band,
        case
            when status <> 'open' then 'none'
            when breached_tickets > 0 or down_devices > 0 and pressing_tickets > 0 then 'urgent'
            when down_devices > 0 or pressing_tickets > 0 then 'high'
            when open_tickets > 0 or operational_health_score < {{ var('device_at_risk_from') }} then 'normal'
            else 'none'
        end as support_priority,
        total_devices,
        active_devices,
        device_connectivity_rate,
        cast(pours_7d as bigint) as pours_7d,
        pours_30d,
        volume_litres_30d,
        quality_issues_30d,
        uptime_ratio_30d,
        activity_percentile,
        operational_health_score,
        readiness_score,
        open_tickets,
        overdue_devices as overdue_maintenance_devices,
        status = 'open'
            and coalesce(activity_percentile >= {{ var('expansion_activity_from') }}, false)
            and coalesce(operational_health_score >= {{ var('expansion_health_from') }}, false)
            as is_expansion_candidate,
        opened_date,
        closed_date,
        {{ as_of_date() }} as as_of_date

    from scored

)

select * from final
