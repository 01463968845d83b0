-- One row per visit of a technician to a device, or visit that was missed (maintenance_id),
-- of the last 365 days.
with

maintenance_events as (

    select * from {{ source('app_database', 'maintenance_events') }}
    {{ dedupe('id') }}

),

final as (

    select
        id as maintenance_id,
        device_id,
        technician_id,
        lower(trim(type)) as maintenance_type,
        lower(trim(outcome)) as outcome,
        notes,
        case when parts_cost >= 0 then parts_cost end as parts_cost,
        {{ dq_flags([
            "completed_at < started_at",
            "parts_cost < 0",
            "lower(trim(outcome)) = 'missed' and started_at is not null",
        ]) }} as dq_flags,
        scheduled_for as scheduled_date,
        started_at,
        case when completed_at < started_at then null else completed_at end as completed_at,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from maintenance_events

)

select * from final
