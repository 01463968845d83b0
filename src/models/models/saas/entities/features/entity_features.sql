-- One row per feature: adoption, worth and place in the product on as_of_date. Windows like
-- _30d end with as_of_date, inclusive.
with

features as (

    select * from {{ ref('int_features__core') }}

),

adoption_patterns as (

    select * from {{ ref('int_features__adoption_patterns') }}

),

dependency_paths as (

    select * from {{ ref('int_features__dependency_paths') }}

),

current_versions as (

    select * from {{ ref('entity_features_history') }}
    where is_current

),

feature_usage as (

    select * from {{ ref('stg_app_database__feature_usage') }}
    where usage_date <= {{ as_of_date() }}

),

dependents_per_feature as (

    select
        ancestor_feature_id as feature_id,
        count(*) as dependent_features

    from dependency_paths
    group by ancestor_feature_id

),

depth_per_feature as (

    select
        feature_id,
        max(depth) as dependency_depth

    from dependency_paths
    group by feature_id

),

usage_per_feature as (

    select
        feature_id,
        min(usage_date) as first_used_date,
        max(usage_date) as last_used_date,
        sum(success_count) filter (where usage_date > {{ as_of_date() }} - 30) as successes_30d,
        sum(usage_count) filter (
            where usage_date > {{ as_of_date() }} - 30 and success_count is not null
        ) as judged_uses_30d

    from feature_usage
    group by feature_id

),

final as (

    select
        features.feature_id,
        features.feature_name,
        features.category,
        current_versions.adoption_stage,
        current_versions.strategic_class,
        case
            when features.deprecated_on <= {{ as_of_date() }} then 'sunset'
            else {{ band('(' ~ as_of_date() ~ ' - features.released_on)', [
                ['mature', var('feature_maturity_days').mature],
                ['growing', var('feature_maturity_days').growing],
            ], 'new') }}
        end as maturity,
        features.tier_required,
        features.accounts_using_7d,
        features.accounts_using_30d,
        features.users_using_30d,
        features.eligible_accounts,
        features.eligible_users,
        features.usage_count_30d,
        features.adoption_rate,
        features.user_adoption_rate,
        adoption_patterns.stickiness,
        adoption_patterns.value_score,
        adoption_patterns.days_to_adoption_median,
        cast({{ safe_divide(
            'usage_per_feature.successes_30d', 'usage_per_feature.judged_uses_30d'
        ) }} as decimal(5, 4)) as satisfaction_score,
        coalesce(dependents_per_feature.dependent_features, 0) as dependent_features,
        coalesce(depth_per_feature.dependency_depth, 0) as dependency_depth,
        features.released_on,
        features.deprecated_on,
        usage_per_feature.first_used_date,
        usage_per_feature.last_used_date,
        {{ as_of_date() }} as as_of_date

    from features
    inner join adoption_patterns on features.feature_id = adoption_patterns.feature_id
    inner join current_versions on features.feature_id = current_versions.feature_id
    left join usage_per_feature on features.feature_id = usage_per_feature.feature_id
    left join dependents_per_feature on features.feature_id = dependents_per_feature.feature_id
    left join depth_per_feature on features.feature_id = depth_per_feature.feature_id

)

select * from final
order by feature_id
