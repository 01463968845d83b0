-- One row per location: a bar, restaurant, hotel … of a customer, open or closed. A state is
-- written by its code, whichever way the source spells it.
{{ config(tags=['pattern:dedup']) }}

with

locations as (

    select * from {{ source('app_database', 'locations') }}
    {{ dedupe('id', 'updated_at desc, _synced_at') }}

),

states as (

    select state, lower(state_name) as state_name from {{ source('reference', 'state_timezones') }}

),

final as (

    select
        id as location_id,
        customer_id,
        trim(name) as location_name,
        address,
        city,
        coalesce(states.state, upper(trim(locations.state))) as state,
        zip_code,
        locations.country,
        locations.timezone,
        location_type,
        size as location_size,
        capacity,
        latitude,
        longitude,
        {{ dq_flags([
            "closed_date < opened_date",
            "capacity <= 0",
            "is_active and closed_date is not null",
            is_test_account('customer_id') ~ " or " ~ is_orphan_of_account('customer_id'),
        ]) }} as dq_flags,
        is_active,
        opened_date,
        closed_date,
        created_at,
        updated_at,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from locations
    left join states
        on lower(trim(locations.state)) in (lower(states.state), states.state_name)

)

select * from final
