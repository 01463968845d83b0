-- One row per change of state of a device (status_event_id). The log keeps 92 days, and for
-- ever how devices begin and end.
with

device_status_events as (

    select * from {{ source('app_database', 'device_status_events') }}
    {{ dedupe('id') }}

),

final as (

    select
        id as status_event_id,
        device_id,
        outage_id,
        lower(trim(status)) as device_status,
        lower(trim(cause)) as cause,
        {{ dq_flags([
            "lower(trim(status)) not in ('online', 'offline', 'maintenance', 'retired')",
            "lower(trim(status)) = 'offline' and cause is null",
            "occurred_at >= " ~ as_of_date() ~ " + 1",
        ]) }} as dq_flags,
        occurred_at,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from device_status_events

)

select * from final
