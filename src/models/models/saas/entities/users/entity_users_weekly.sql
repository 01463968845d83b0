-- One row per user and week, for the weeks that entity_users_daily has a day of.
{{ config(tags=['pattern:partition', 'pattern:window']) }}

with

users_daily as (

    select
        *,
        cast(date_trunc('week', date_day) as date) as week

    from {{ ref('entity_users_daily') }}

),

feature_usage as (

    select * from {{ ref('stg_app_database__feature_usage') }}

),

users as (

    select
        user_id,
        cast(date_trunc('week', cast(created_at as date)) as date) as signup_week

    from {{ ref('int_users__core') }}

),

-- Counts of different things do not add up over days: they are counted again for the week.
features_per_week as (

    select
        user_id,
        cast(date_trunc('week', usage_date) as date) as week,
        count(distinct feature_id) as features_used

    from feature_usage
    where usage_date >= {{ usage_complete_from() }}
        and usage_date <= {{ as_of_date() }}
    group by user_id, cast(date_trunc('week', usage_date) as date)

),

weeks as (

    select
        user_id,
        customer_id,
        week,
        cast(sum(sessions) as bigint) as sessions,
        count(*) filter (where is_active) as active_days,
        sum(session_minutes) as session_minutes,
        -- 7, but less for the week in which the record begins or the present day lies.
        date_diff(
            'day',
            greatest(week, {{ usage_complete_from() }}),
            least(week + 6, {{ as_of_date() }})
        ) + 1 as days_in_week

    from users_daily
    group by user_id, customer_id, week

),

joined as (

    select
        weeks.*,
        coalesce(features_per_week.features_used, 0) as features_used,
        date_diff('week', users.signup_week, weeks.week) as weeks_since_signup,
        lag(weeks.sessions) over by_user as previous_sessions,
        lag(weeks.week) over by_user as previous_week,
        lag(weeks.days_in_week) over by_user as previous_days_in_week

    from weeks
    inner join users on weeks.user_id = users.user_id
    left join features_per_week
        on weeks.user_id = features_per_week.user_id
        and weeks.week = features_per_week.week
    window by_user as (partition by weeks.user_id order by weeks.week)

),

final as (

    select
        user_id,
        customer_id,
        sessions,
        active_days,
        cast(session_minutes as decimal(10, 2)) as session_minutes,
        features_used,
        {{ calculate_engagement_score(
            'active_days * 30.0 / days_in_week', 'session_minutes * 30.0 / days_in_week', 'features_used'
        ) }} as engagement_score,
        case
            when days_in_week = 7 and weeks_since_signup > 0 and previous_week is distinct from week - 7
                and week - 7 >= {{ usage_complete_from() }} then sessions
            when days_in_week = 7 and previous_days_in_week = 7 then sessions - previous_sessions
        end as sessions_wow_change,
        weeks_since_signup,
        days_in_week = 7 as is_complete_week,
        week

    from joined

)

select * from final
order by week, user_id
