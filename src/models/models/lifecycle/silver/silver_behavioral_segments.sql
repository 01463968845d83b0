-- One row per user who is not deleted: how it uses the suite, by the last behavior_days days.
{{ config(tags=['pattern:statistics', 'pattern:window']) }}

with

users as (

    select * from {{ ref('silver_user_current_state') }}
    where platform_state <> 'deleted'

),

activity as (

    select
        *,
        event_date - lag(event_date) over (partition by user_id order by event_date) as pause

    from {{ ref('silver_daily_user_activity') }}
    where event_date > {{ as_of_date() }} - {{ var('behavior_days') }}

),

product_days as (

    select user_id, unnest(product_ids) as product_id from activity

),

products_per_user as (

    select
        product_days.user_id,
        count(distinct product_days.product_id) filter (where product_catalog.tier = 2) as products,
        count(distinct product_days.product_id) filter (where product_catalog.tier > 2) as features

    from product_days
    inner join {{ ref('bronze_product_catalog') }} as product_catalog
        on product_days.product_id = product_catalog.product_id
    group by product_days.user_id

),

activity_per_user as (

    select
        user_id,
        sum(qualifying_events) as qualifying_events,
        count(*) as active_days,
        sum(engagement_score) as engagement,
        sum(invitations_sent) as collaborators,
        sum(comments_added + reviews_done) as answers,
        median(pause) as usual_pause,
        stddev_samp(pause) > avg(pause) * {{ var('behavior_erratic_factor') }} as is_erratic,
        count(pause) as pauses

    from activity
    group by user_id

),

adopted_products as (

    select
        user_id,
        count(*) filter (where current_state <> 'never_adopted') as ever_used,
        count(*) filter (where activation_date is not null) as activated

    from {{ ref('silver_user_product_states') }}
    group by user_id

),

workflows_per_user as (

    select
        user_id,
        100.0 * count(*) filter (where is_completed) / count(*) as completed_pct

    from {{ ref('silver_workflow_completion') }}
    group by user_id

),

measured as (

    select
        users.user_id,
        users.days_since_signup,
        coalesce(activity_per_user.active_days, 0) as active_days,
        coalesce(activity_per_user.qualifying_events, 0)
        * 7.0 / least({{ var('behavior_days') }}, users.days_since_signup + 1) as events_per_week,
        coalesce(activity_per_user.active_days, 0)
        * 30.0 / least({{ var('behavior_days') }}, users.days_since_signup + 1) as active_days_per_month,
        coalesce(products_per_user.products, 0) as products,
        coalesce(products_per_user.features, 0) as features,
        coalesce(activity_per_user.engagement, 0) as engagement,
        coalesce(activity_per_user.collaborators, 0) as collaborators,
        coalesce(activity_per_user.answers, 0) as answers,
        activity_per_user.usual_pause,
        coalesce(activity_per_user.is_erratic, false) as is_erratic,
        coalesce(activity_per_user.pauses, 0) as pauses,
        coalesce(adopted_products.ever_used, 0) as ever_used,
        coalesce(adopted_products.activated, 0) as activated,
        coalesce(workflows_per_user.completed_pct, 0) as completed_pct

    from users
    left join activity_per_user on users.user_id = activity_per_user.user_id
    left join products_per_user on users.user_id = products_per_user.user_id
    left join adopted_products on users.user_id = adopted_products.user_id
    left join workflows_per_user on users.user_id = workflows_per_user.user_id

),

catalog_size as (

    select
        count(*) filter (where tier = 2) as products,
        count(*) filter (where tier > 2) as features

    from {{ ref('bronze_product_catalog') }}
    where is_active

),

final as (

    {%- set power = var('behavior_power') %}
    {%- set value = var('behavior_value_pct') %}
    {%- set breadth = var('behavior_breadth') %}
    {%- set journey = var('behavior_journey_days') %}
    {%- set circle = var('behavior_collaborators') %}
    {%- set pace = var('behavior_pace_days') %}

    select
        measured.user_id,
        case
            when measured.active_days = 0 then 'at_risk'
            when measured.events_per_week >= {{ power.events_per_week }}
                and (measured.products >= {{ power.products }} or measured.features >= {{ power.features }})
                and measured.active_days_per_month >= {{ power.active_days_per_month }} then 'power'
            when measured.events_per_week >= {{ var('behavior_regular_events_per_week') }} then 'regular'
            else 'casual'
        end as engagement_intensity,
        cast(ntile(4) over (order by measured.engagement, measured.user_id) as integer)
            as engagement_quartile,
        case
            when measured.completed_pct > {{ value.high }} then 'high'
            when measured.completed_pct >= {{ value.medium }} then 'medium'
            when measured.completed_pct > 0 then 'low'
            else 'none'
        end as value_realization,
        {{ band('measured.products + measured.features', [
            ['explorer', breadth.explorer], ['broad', breadth.broad], ['few', breadth.few], ['single', 1],
        ], 'none') }} as adoption_breadth,
        {{ band('measured.days_since_signup', [
            ['loyalty', journey.loyalty], ['retention', journey.retention], ['adoption', journey.adoption],
        ], 'onboarding') }} as journey_stage,
        {{ band('measured.days_since_signup', [
            ['loyalty', journey.loyalty], ['retention', journey.retention], ['adoption', journey.adoption],
            ['onboarding_days_15_30', 15], ['onboarding_days_8_14', 8],
        ], 'onboarding_days_1_7') }} as journey_substage,
        case
            when measured.active_days = 0 and measured.ever_used > 0 then 'abandoner'
            when measured.active_days = 0 then 'none'
            when measured.products + measured.features
                >= {{ var('behavior_completionist_share') }} * (catalog_size.products + catalog_size.features) then 'completionist'
            when measured.features > 0 then 'advanced'
            else 'core'
        end as feature_pattern,
        case
            when measured.collaborators >= {{ circle.leader }} then 'leader'
            when measured.collaborators >= {{ circle.collaborator }} then 'collaborator'
            when measured.answers > 0 then 'member'
            else 'solo'
        end as collaboration_behavior,
        case
            when measured.active_days = 0 then 'none'
            when measured.pauses < {{ pace.pauses }} then 'occasional'
            when measured.is_erratic then 'erratic'
            when measured.usual_pause <= {{ pace.daily }} then 'daily'
            when measured.usual_pause <= {{ pace.weekly }} then 'weekly'
            when measured.usual_pause <= {{ pace.monthly }} then 'monthly'
            else 'seasonal'
        end as temporal_pattern

    from measured
    cross join catalog_size

)

select * from final
