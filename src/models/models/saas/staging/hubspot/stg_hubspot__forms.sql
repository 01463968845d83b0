-- One row per form of the web site.
with

forms as (

    select * from {{ source('hubspot', 'form') }}
    {{ dedupe('guid') }}

),

final as (

    select
        guid as form_id,
        trim(name) as form_name,
        lower(trim(form_type)) as form_type,
        {{ dq_flags([
            "nullif(trim(name), '') is null",
        ]) }} as dq_flags,
        created_at,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from forms

)

select * from final
