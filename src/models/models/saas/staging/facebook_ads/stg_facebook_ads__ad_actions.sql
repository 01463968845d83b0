-- One row per advertisement, day and kind of action. Kinds contain each other, so they are
-- never added up. A day that was loaded again keeps its last version.
{{ config(tags=['pattern:dedup']) }}

with

basic_ad_actions as (

    select * from {{ source('facebook_ads', 'basic_ad_actions') }}
    {{ dedupe('ad_id, date, action_type', '_synced_at desc') }}

),

final as (

    select
        ad_id,
        lower(action_type) as action_type,
        value as action_count,
        {{ dq_flags([
            "date > " ~ as_of_date() ~ " - " ~ var('ads_restated_days'),
            "value < 0",
        ]) }} as dq_flags,
        date as date_day,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from basic_ad_actions

)

select * from final
