-- One row per location: a bar, restaurant, hotel … of a customer, open or closed.
with

locations as (

    select * from {{ source('app_database', 'locations') }}
    {{ dedupe('id', 'updated_at desc, _synced_at') }}

),

final as (

    select
        id as location_id,
        customer_id,
        trim(name) as location_name,
        address,
        city,
        upper(trim(state)) as state,
        zip_code,
        country,
        timezone,
        location_type,
        size as location_size,
        capacity,
        latitude,
        longitude,
        {{ dq_flags([
            "closed_date < opened_date",
            "capacity <= 0",
            "is_active and closed_date is not null",
        ]) }} as dq_flags,
        is_active,
        opened_date,
        closed_date,
        created_at,
        updated_at,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from locations

)

select * from final
