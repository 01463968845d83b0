-- One row per new value of a tracked property of a company: the value holds until the next row of
-- the same company and property.
with

property_history as (

    select * from {{ source('hubspot', 'company_property_history') }}
    {{ dedupe('company_id, name, "timestamp"') }}

),

final as (

    select
        company_id,
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
