-- One row per user: visits, pages and features in windows that end with as_of_date, and how
-- engaged that makes the user.
{{ config(tags=['pattern:window', 'pattern:statistics']) }}

with

users as (

    select * from {{ ref('int_users__core') }}

),

user_sessions as (

    select
        *,
        cast(started_at as date) as date_day

    from {{ ref('stg_app_database__user_sessions') }}
    where cast(started_at as date) <= {{ as_of_date() }}

),

feature_usage as (

    select * from {{ ref('stg_app_database__feature_usage') }}
    where usage_date <= {{ as_of_date() }}

),

page_views as (

    select * from {{ ref('stg_app_database__page_views') }}

),

sessions_per_user as (

    select
        user_id,
        count(*) filter (where date_day > {{ as_of_date() }} - 7) as sessions_7d,
        count(*) filter (where date_day > {{ as_of_date() }} - 30) as sessions_30d,
        count(*) filter (where date_day > {{ as_of_date() }} - 90) as sessions_90d,
        count(*) as sessions_ltd,
        count(distinct date_day) filter (where date_day > {{ as_of_date() }} - 30) as active_days_30d,
        sum(duration_seconds) filter (where date_day > {{ as_of_date() }} - 30) as session_seconds_30d,
        median(duration_seconds) filter (where date_day > {{ as_of_date() }} - 90)
            as median_session_seconds_90d,
        max(started_at) as last_session_at

    from user_sessions
    group by user_id

),

features_per_user as (

    select
        user_id,
        count(distinct feature_id) filter (where usage_date > {{ as_of_date() }} - 7) as features_used_7d,
        count(distinct feature_id) filter (where usage_date > {{ as_of_date() }} - 30)
            as features_used_30d,
        count(distinct feature_id) as features_used_ltd,
        sum(usage_count) filter (
            where usage_date > {{ as_of_date() }} - 30 and success_count is not null
        ) as judged_uses_30d,
        sum(success_count) filter (where usage_date > {{ as_of_date() }} - 30) as successes_30d,
        max(usage_date) as last_usage_date

    from feature_usage
    group by user_id

),

pages_per_user as (

    select
        user_id,
        count(*) as page_views_30d

    from page_views
    where cast(viewed_at as date) > {{ as_of_date() }} - 30
        and cast(viewed_at as date) <= {{ as_of_date() }}
    group by user_id

),

joined as (

    select
        users.user_id,
        users.customer_id,
        coalesce(sessions_per_user.sessions_7d, 0) as sessions_7d,
        coalesce(sessions_per_user.sessions_30d, 0) as sessions_30d,
        coalesce(sessions_per_user.sessions_90d, 0) as sessions_90d,
        coalesce(sessions_per_user.sessions_ltd, 0) as sessions_ltd,
        coalesce(sessions_per_user.active_days_30d, 0) as active_days_30d,
        cast(coalesce(sessions_per_user.session_seconds_30d, 0) / 60.0 as decimal(10, 2))
            as session_minutes_30d,
        cast(sessions_per_user.median_session_seconds_90d / 60.0 as decimal(10, 2))
            as median_session_minutes_90d,
        coalesce(pages_per_user.page_views_30d, 0) as page_views_30d,
        coalesce(features_per_user.features_used_7d, 0) as features_used_7d,
        coalesce(features_per_user.features_used_30d, 0) as features_used_30d,
        coalesce(features_per_user.features_used_ltd, 0) as features_used_ltd,
        cast({{ safe_divide(
            'features_per_user.successes_30d', 'features_per_user.judged_uses_30d'
        ) }} as decimal(5, 4)) as feature_success_rate_30d,
        -- Old visits are kept of one person in ten only, the last sign-in of everybody.
        greatest(
            users.last_login_at,
            sessions_per_user.last_session_at,
            cast(features_per_user.last_usage_date as timestamp)
        ) as last_active_at

    from users
    left join sessions_per_user on users.user_id = sessions_per_user.user_id
    left join features_per_user on users.user_id = features_per_user.user_id
    left join pages_per_user on users.user_id = pages_per_user.user_id

),

scored as (

    select
        *,
        date_diff('day', cast(last_active_at as date), {{ as_of_date() }}) as days_since_last_activity,
        {{ calculate_engagement_score('active_days_30d', 'session_minutes_30d', 'features_used_30d') }}
            as engagement_score

    from joined

),

final as (

    select
        user_id,
        customer_id,
        sessions_7d,
        sessions_30d,
        sessions_90d,
        sessions_ltd,
        active_days_30d,
        session_minutes_30d,
        median_session_minutes_90d,
        page_views_30d,
        features_used_7d,
        features_used_30d,
        features_used_ltd,
        feature_success_rate_30d,
        days_since_last_activity,
        engagement_score,
        case when customer_id is not null then rank() over (
            partition by customer_id order by engagement_score desc
        ) end as engagement_rank_in_customer,
        last_active_at

    from scored

)

select * from final
