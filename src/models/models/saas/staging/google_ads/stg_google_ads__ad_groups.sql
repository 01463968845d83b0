-- One row per ad group and version.
{{ config(tags=['pattern:dedup']) }}

with

ad_groups as (

    select * from {{ source('google_ads', 'ad_group_history') }}
    {{ dedupe('id, updated_at') }}

),

final as (

    select
        id as ad_group_id,
        campaign_id,
        trim(name) as ad_group_name,
        lower(status) as status,
        {{ dq_flags([
            "campaign_id is null",
            "nullif(trim(name), '') is null",
        ]) }} as dq_flags,
        updated_at as valid_from,
        lead(updated_at) over (partition by id order by updated_at) as valid_to,
        valid_to is null as is_current,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from ad_groups

)

select * from final
