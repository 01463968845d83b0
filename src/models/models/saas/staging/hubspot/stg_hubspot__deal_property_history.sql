-- One row per new value of a tracked property of a deal: the value holds until the next row of
-- the same deal and property.
with

property_history as (

    select * from {{ source('hubspot', 'deal_property_history') }}
    {{ dedupe('deal_id, name, "timestamp"') }}

),

final as (

    select
        deal_id,
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
