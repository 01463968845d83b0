-- One row per location of a customer: what its devices did in the last 30 days, and how it
-- compares with open places of its kind.
{{ config(tags=['pattern:statistics']) }}

with

locations as (

    select * from {{ ref('int_locations__core') }}

),

devices as (

    select * from {{ ref('int_devices__performance_health') }}

),

telemetry as (

    select * from {{ ref('stg_app_database__device_telemetry_daily') }}
    where date_day > {{ as_of_date() }} - 30

),

support_tickets as (

    select * from {{ ref('stg_app_database__support_tickets') }}

),

telemetry_per_location as (

    select
        devices.location_id,
        sum(telemetry.pours) as pours,
        sum(telemetry.volume_litres) as volume_litres,
        sum(telemetry.anomaly_count) as quality_issues,
        sum(telemetry.uptime_minutes) as uptime_minutes,
        count(telemetry.uptime_minutes) as observed_days,
        count(distinct telemetry.device_id) filter (where telemetry.pours > 0) as pouring_devices,
        count(distinct telemetry.date_day) filter (where telemetry.pours > 0) as active_days

    from telemetry
    inner join devices on telemetry.device_id = devices.device_id
    group by devices.location_id

),

tickets_per_location as (

    select
        location_id,
        count(*) as open_tickets

    from support_tickets
    where ticket_status in ('open', 'pending')
    group by location_id

),

-- Places that are closed or suspended would make every open one look busy.
ranked as (

    select
        locations.location_id,
        percent_rank() over (
            partition by locations.location_type
            order by coalesce(telemetry_per_location.pours, 0)
        ) as activity_percentile

    from locations
    left join telemetry_per_location on locations.location_id = telemetry_per_location.location_id
    where locations.is_active

),

final as (

    select
        locations.location_id,
        locations.customer_id,
        cast(coalesce(telemetry_per_location.pours, 0) as bigint) as pours_30d,
        cast(coalesce(telemetry_per_location.volume_litres, 0) as bigint) as volume_litres_30d,
        cast(coalesce(telemetry_per_location.quality_issues, 0) as bigint) as quality_issues_30d,
        {{ share(
            'telemetry_per_location.uptime_minutes', 'telemetry_per_location.observed_days * 1440.0'
        ) }} as uptime_ratio_30d,
        cast(round({{ safe_divide(
            'telemetry_per_location.pours * 1.0', 'telemetry_per_location.pouring_devices'
        ) }}, 2) as decimal(12, 2)) as pours_per_device_30d,
        coalesce(telemetry_per_location.active_days, 0) as active_days_30d,
        coalesce(tickets_per_location.open_tickets, 0) as open_tickets,
        cast(round(ranked.activity_percentile, 4) as decimal(5, 4)) as activity_percentile

    from locations
    left join telemetry_per_location on locations.location_id = telemetry_per_location.location_id
    left join tickets_per_location on locations.location_id = tickets_per_location.location_id
    left join ranked on locations.location_id = ranked.location_id

)

select * from final
