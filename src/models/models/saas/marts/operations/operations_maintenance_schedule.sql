-- One row per device in use: when it was last visited, when it should be visited next, and by
-- whom.
{{ config(tags=['pattern:window']) }}

with

devices as (

    select * from {{ ref('entity_devices') }}
    where status <> 'retired'

),

maintenance_events as (

    select * from {{ ref('stg_app_database__maintenance_events') }}

),

-- A device keeps its technician: whoever came last, for whatever reason.
last_technicians as (

    select
        device_id,
        technician_id

    from maintenance_events
    where technician_id is not null
    qualify row_number() over (
        partition by device_id order by completed_at desc, maintenance_id desc
    ) = 1

),

-- Only a preventive visit begins a new interval.
last_visits as (

    select
        device_id,
        completed_at as last_maintenance_at

    from maintenance_events
    where maintenance_type = 'preventive'
        and outcome <> 'missed'
    qualify row_number() over (
        partition by device_id order by completed_at desc, maintenance_id desc
    ) = 1

),

missed_visits as (

    select
        maintenance_events.device_id,
        count(*) as missed_visits

    from maintenance_events
    left join last_visits on maintenance_events.device_id = last_visits.device_id
    where maintenance_events.outcome = 'missed'
        and coalesce(
            maintenance_events.scheduled_date > cast(last_visits.last_maintenance_at as date), true
        )
    group by maintenance_events.device_id

),

final as (

    select
        devices.device_id,
        devices.location_id,
        devices.customer_id,
        last_technicians.technician_id,
        devices.maintenance_status,
        devices.maintenance_risk,
        devices.maintenance_interval_days as interval_days,
        greatest(0, devices.days_since_maintenance - devices.maintenance_interval_days) as days_overdue,
        coalesce(missed_visits.missed_visits, 0) as missed_visits,
        cast(
            {{ as_of_date() }} - devices.days_since_maintenance + devices.maintenance_interval_days as date
        ) as due_date,
        last_visits.last_maintenance_at

    from devices
    left join last_technicians on devices.device_id = last_technicians.device_id
    left join last_visits on devices.device_id = last_visits.device_id
    left join missed_visits on devices.device_id = missed_visits.device_id

)

select * from final
