-- One row per changed value of a location (change_id): the application's change log, in the
-- order of time.
with

location_changes as (

    select * from {{ source('app_database', 'location_changes') }}
    {{ dedupe('change_id') }}

),

final as (

    select
        change_id,
        location_id,
        lower(trim(field)) as field,
        old_value,
        new_value,
        {{ dq_flags([
            "lower(trim(field)) not in ('status', 'name', 'size', 'capacity')",
            "old_value is not distinct from new_value",
        ]) }} as dq_flags,
        changed_at,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from location_changes

)

select * from final
