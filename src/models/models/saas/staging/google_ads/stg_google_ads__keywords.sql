-- One row per keyword and version.
{{ config(tags=['pattern:dedup']) }}

with

keywords as (

    select * from {{ source('google_ads', 'ad_group_criterion_history') }}
    {{ dedupe('id, updated_at') }}

),

final as (

    select
        id as criterion_id,
        ad_group_id,
        lower(status) as status,
        lower(trim(keyword_text)) as keyword_text,
        lower(keyword_match_type) as match_type,
        {{ dq_flags([
            "ad_group_id is null",
            "nullif(trim(keyword_text), '') is null",
        ]) }} as dq_flags,
        updated_at as valid_from,
        lead(updated_at) over (partition by id order by updated_at) as valid_to,
        valid_to is null as is_current,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from keywords

)

select * from final
