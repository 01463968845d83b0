-- No feature was released before one that it builds on, and a chain of features has no circle.
select
    paths.feature_id,
    paths.ancestor_feature_id,
    features.released_on,
    ancestors.released_on as ancestor_released_on

from {{ ref('int_features__dependency_paths') }} as paths
inner join {{ ref('stg_app_database__features') }} as features on paths.feature_id = features.feature_id
inner join {{ ref('stg_app_database__features') }} as ancestors
    on paths.ancestor_feature_id = ancestors.feature_id
where features.released_on < ancestors.released_on
    or paths.feature_id = paths.ancestor_feature_id
