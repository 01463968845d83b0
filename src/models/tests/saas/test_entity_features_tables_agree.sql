-- The feature entity says the same in its three tables: the atomic row is the version in force,
-- and the curve of adoption ends with everybody who ever used the feature.
with

features as (

    select * from {{ ref('entity_features') }}

),

current_versions as (

    select * from {{ ref('entity_features_history') }}
    where is_current

),

last_days as (

    select * from {{ ref('entity_features_daily') }}
    qualify row_number() over (partition by feature_id order by date_day desc) = 1

),

users_ever as (

    select
        feature_id,
        count(distinct user_id) as users

    from {{ ref('stg_app_database__feature_usage') }}
    where usage_date <= {{ as_of_date() }}
    group by feature_id

)

select
    'entity_features_history' as compared_with,
    coalesce(features.feature_id, current_versions.feature_id) as feature_id

from features
full outer join current_versions on features.feature_id = current_versions.feature_id
where (
    features.feature_id,
    features.adoption_stage,
    features.strategic_class,
    features.tier_required
) is distinct from (
    current_versions.feature_id,
    current_versions.adoption_stage,
    current_versions.strategic_class,
    current_versions.tier_required
)

union all

select
    'entity_features_daily' as compared_with,
    features.feature_id

from features
left join last_days on features.feature_id = last_days.feature_id
left join users_ever on features.feature_id = users_ever.feature_id
where last_days.cumulative_adopters is distinct from coalesce(users_ever.users, 0)
    or last_days.cumulative_share < 1
    or last_days.date_day <> least({{ as_of_date() }}, coalesce(features.deprecated_on - 1, {{ as_of_date() }}))
