-- One row per user who is neither deleted nor churned: how likely it is to be churned in 90 days,
-- by a logistic model whose weights stand in seed_model_weights.
{{ config(tags=['pattern:statistics']) }}

with

users as (

    select * from {{ ref('silver_user_current_state') }}
    where platform_state not in ('deleted', 'churned', 'unknown')

),

segments as (

    select * from {{ ref('silver_behavioral_segments') }}

),

weights as (

    select * from {{ ref('seed_model_weights') }}
    where model = 'user_churn'

),

-- Every feature lies between 0 and 1, and more of it is worse.
wide as (

    select
        users.user_id,
        least(
            1.0,
            coalesce(users.days_since_last_qualifying_event, users.days_since_signup) / {{ var('behavior_silence_days') }}.0
        ) as silence,
        case when users.has_activated then 0.0 else 1.0 end as never_active,
        case when segments.adoption_breadth in ('none', 'single') then 1.0 else 0.0 end as narrow_use,
        case when users.is_in_dunning then 1.0 else 0.0 end as in_dunning

    from users
    inner join segments on users.user_id = segments.user_id

),

features as (

    select user_id, feature, value
    from wide
    unpivot (value for feature in (silence, never_active, narrow_use, in_dunning))

),

contributions as (

    select
        features.user_id,
        features.feature,
        round(weights.weight * features.value, 9) as contribution

    from features
    inner join weights on features.feature = weights.feature

),

scored as (

    select
        user_id,
        (select weight from weights where feature = 'bias') + sum(contribution) as logit,
        arg_max(feature, (contribution, feature)) filter (where contribution > 0) as top_feature

    from contributions
    group by user_id

),

final as (

    select
        user_id,
        cast(1 / (1 + exp(-cast(cast(logit as decimal(9, 6)) as double))) as decimal(7, 6)) as churn_score,
        top_feature,
        {{ as_of_date() }} as as_of_date

    from scored

)

select * from final
