-- One row per list of contacts.
with

contact_lists as (

    select * from {{ source('hubspot', 'contact_list') }}
    {{ dedupe('id') }}

),

final as (

    select
        id as contact_list_id,
        trim(name) as list_name,
        {{ dq_flags([
            "nullif(trim(name), '') is null",
        ]) }} as dq_flags,
        coalesce(is_dynamic, false) as is_dynamic,
        created_at,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from contact_lists

)

select * from final
