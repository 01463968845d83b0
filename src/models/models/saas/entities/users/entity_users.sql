-- One row per user: state and measures on as_of_date. Windows like _30d end with as_of_date,
-- inclusive.
{{ config(tags=['pattern:window']) }}

with

users as (

    select * from {{ ref('int_users__core') }}

),

engagement_metrics as (

    select * from {{ ref('int_users__engagement_metrics') }}

),

org_hierarchy as (

    select * from {{ ref('int_users__org_hierarchy') }}

),

current_versions as (

    select * from {{ ref('entity_users_history') }}
    where is_current

),

last_responses as (

    select
        user_id,
        score

    from {{ ref('stg_app_database__nps_responses') }}
    where score is not null
        and cast(responded_at as date) <= {{ as_of_date() }}
    qualify row_number() over (
        partition by user_id order by responded_at desc, nps_response_id desc
    ) = 1

),

joined as (

    select
        users.user_id,
        users.customer_id,
        users.location_id,
        org_hierarchy.manager_user_id,
        users.full_name,
        users.email,
        current_versions.role,
        current_versions.user_status,
        users.country,
        current_versions.engagement_tier,
        engagement_metrics.engagement_score,
        engagement_metrics.sessions_7d,
        engagement_metrics.sessions_30d,
        engagement_metrics.active_days_30d,
        engagement_metrics.session_minutes_30d,
        engagement_metrics.features_used_7d,
        engagement_metrics.features_used_30d,
        engagement_metrics.page_views_30d,
        engagement_metrics.feature_success_rate_30d,
        engagement_metrics.days_since_last_activity,
        org_hierarchy.span_of_control,
        last_responses.score as nps_last,
        users.is_admin,
        users.created_at,
        engagement_metrics.last_active_at

    from users
    inner join engagement_metrics on users.user_id = engagement_metrics.user_id
    inner join org_hierarchy on users.user_id = org_hierarchy.user_id
    inner join current_versions on users.user_id = current_versions.user_id
    left join last_responses on users.user_id = last_responses.user_id

),

final as (

    select
        user_id,
        customer_id,
        location_id,
        manager_user_id,
        full_name,
        email,
        role,
        user_status,
        country,
        engagement_tier,
        {{ band('features_used_30d', [
            ['deep', var('adoption_depths').deep],
            ['moderate', var('adoption_depths').moderate],
            ['shallow', var('adoption_depths').shallow],
        ], 'none') }} as feature_adoption_depth,
        case
            when days_since_last_activity is null then 'never'
            when days_since_last_activity < 7 then 'last_7_days'
            when days_since_last_activity < 30 then 'last_30_days'
            when days_since_last_activity < 90 then 'last_90_days'
            else 'older'
        end as activity_recency,
        {{ user_churn_risk_level('user_status', 'days_since_last_activity') }} as churn_risk_level,
        engagement_score,
        sessions_7d,
        sessions_30d,
        active_days_30d,
        session_minutes_30d,
        features_used_7d,
        features_used_30d,
        page_views_30d,
        feature_success_rate_30d,
        days_since_last_activity,
        span_of_control,
        nps_last,
        is_admin,
        {{ as_of_date() }} as as_of_date,
        created_at,
        last_active_at

    from joined

)

select * from final
order by user_id
