-- One row per advertisement and version.
{{ config(tags=['pattern:dedup']) }}

with

ads as (

    select * from {{ source('google_ads', 'ad_history') }}
    {{ dedupe('id, updated_at') }}

),

final as (

    select
        id as ad_id,
        ad_group_id,
        trim(name) as ad_name,
        lower(status) as status,
        final_urls,
        {{ dq_flags([
            "ad_group_id is null",
            "final_urls not like 'http%'",
        ]) }} as dq_flags,
        updated_at as valid_from,
        lead(updated_at) over (partition by id order by updated_at) as valid_to,
        valid_to is null as is_current,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from ads

)

select * from final
