-- One row per feature of the application, with the plan that it needs and the feature that
-- it builds on.
{{ config(tags=['pattern:dedup']) }}

with

features as (

    select * from {{ source('app_database', 'features') }}
    {{ dedupe('id') }}

),

final as (

    select
        id as feature_id,
        depends_on_feature_id,
        trim(name) as feature_name,
        lower(trim(category)) as category,
        cast(tier_required as integer) as tier_required,
        {{ dq_flags([
            "deprecated_on < released_on",
            "depends_on_feature_id = id",
            "tier_required not between 1 and 4",
        ]) }} as dq_flags,
        tier_required = 1 as is_core,
        released_on,
        deprecated_on,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from features

)

select * from final
