-- One row per feature and ancestor: everything that a feature builds on, directly or through
-- others. A feature that builds on nothing has no row.
{{ config(tags=['pattern:recursive']) }}

with recursive

features as (

    select
        feature_id,
        depends_on_feature_id

    from {{ ref('stg_app_database__features') }}

),

-- Upwards, one step at a time. The walk remembers its way and never steps on the same
-- feature twice, so a circle cannot trap it.
walk as (

    select
        feature_id,
        depends_on_feature_id as ancestor_feature_id,
        1 as depth,
        [feature_id, depends_on_feature_id] as way

    from features
    where depends_on_feature_id <> feature_id

    union all

    select
        walk.feature_id,
        features.depends_on_feature_id as ancestor_feature_id,
        walk.depth + 1 as depth,
        list_append(walk.way, features.depends_on_feature_id) as way

    from walk
    inner join features on walk.ancestor_feature_id = features.feature_id
    where features.depends_on_feature_id is not null
        and not list_contains(walk.way, features.depends_on_feature_id)

),

final as (

    select
        feature_id,
        ancestor_feature_id,
        array_to_string(way, ' > ') as path,
        depth

    from walk

)

select * from final
