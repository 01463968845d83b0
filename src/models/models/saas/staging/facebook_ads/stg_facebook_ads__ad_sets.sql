-- One row per ad set and version.
{{ config(tags=['pattern:dedup']) }}

with

ad_sets as (

    select * from {{ source('facebook_ads', 'ad_set_history') }}
    {{ dedupe('id, updated_time') }}

),

final as (

    select
        id as ad_set_id,
        campaign_id,
        trim(name) as ad_set_name,
        lower(status) as status,
        lower(optimization_goal) as optimization_goal,
        cast(daily_budget as decimal(12, 2)) as daily_budget,
        {{ dq_flags([
            "campaign_id is null",
            "daily_budget < 0",
        ]) }} as dq_flags,
        updated_time as valid_from,
        lead(updated_time) over (partition by id order by updated_time) as valid_to,
        valid_to is null as is_current,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from ad_sets

)

select * from final
