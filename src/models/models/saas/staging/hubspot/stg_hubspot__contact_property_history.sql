-- One row per new value of a tracked property of a contact: the value holds until the next row of
-- the same contact and property.
with

property_history as (

    select * from {{ source('hubspot', 'contact_property_history') }}
    {{ dedupe('contact_id, name, "timestamp"') }}

),

final as (

    select
        contact_id,
        lower(trim(name)) as property_name,
        nullif(trim(value), '') as property_value,
        lower(trim(source)) as change_source,
        {{ dq_flags([
            "nullif(trim(value), '') is null",
        ]) }} as dq_flags,
        "timestamp" as changed_at,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from property_history

)

select * from final
