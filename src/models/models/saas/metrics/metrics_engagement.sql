-- One row per day: how much the application is used, by users and by accounts. Visits and uses
-- are on record for usage_complete_days; before them, and in windows that begin before, all is NULL.
{{ config(
    tags=['pattern:window', 'pattern:gaps-and-islands', 'engagement'],
    indexes=[{'columns': ['metric_date']}],
) }}

with

days as (

    {{ metric_days() }}

),

users_daily as (

    select * from {{ ref('entity_users_daily') }}
    where customer_id is not null

),

users as (

    select * from {{ ref('entity_users') }}

),

sessions as (

    select
        cast(started_at as date) as date_day,
        count(*) as sessions_total,
        sum(duration_seconds) / 60.0 as session_minutes_total,
        sum(actions_taken) as actions

    from {{ ref('stg_app_database__user_sessions') }}
    where cast(started_at as date) >= {{ usage_complete_from() }}
    group by cast(started_at as date)

),

usage as (

    select
        date_day,
        sum(uses) as feature_uses_total

    from {{ ref('entity_features_daily') }}
    where date_day >= {{ usage_complete_from() }}
    group by date_day

),

-- The daily table holds those who came and those who have been silent for 60 days at most.
activity as (

    select
        date_day,
        count(*) filter (where is_active) as active_users,
        count(distinct customer_id) filter (where is_active) as active_accounts,
        count(*) filter (where idle_days > {{ var('user_dormant_after_days') }}) as dormant_users,
        count(*) filter (where is_comeback) as returning_users

    from users_daily
    group by date_day

),

account_days as (

    select distinct
        customer_id,
        date_day

    from users_daily
    where is_active

),

account_stretches as (

    {{ active_stretches('account_days', ['customer_id'], 'date_day', 30) }}

),

active_accounts as (

    select
        days.metric_date,
        count(*) as active_accounts_30d

    from days
    inner join account_stretches
        on days.metric_date between account_stretches.from_day and account_stretches.to_day
    group by days.metric_date

),

-- Those who are administrators today, from the day of their sign-up.
admins as (

    select * from users
    where is_admin
        and user_status = 'active'

),

admin_days as (

    select
        days.metric_date,
        count(*) as admins

    from days
    inner join admins on cast(admins.created_at as date) <= days.metric_date
    group by days.metric_date

),

active_admin_days as (

    select
        users_daily.date_day,
        count(*) as active_admins

    from users_daily
    semi join admins on users_daily.user_id = admins.user_id
    where users_daily.active_days_30d > 0
    group by users_daily.date_day

),

measured as (

    select
        days.metric_date,
        coalesce(sessions.sessions_total, 0) as sessions_total,
        coalesce(sessions.session_minutes_total, 0) as session_minutes_total,
        coalesce(sessions.actions, 0) as actions,
        coalesce(usage.feature_uses_total, 0) as feature_uses_total,
        coalesce(activity.active_users, 0) as active_users,
        coalesce(activity.active_accounts, 0) as active_accounts_daily,
        coalesce(activity.dormant_users, 0) as dormant_users,
        coalesce(activity.returning_users, 0) as returning_users,
        coalesce(active_accounts.active_accounts_30d, 0) as active_accounts_30d,
        coalesce(active_admin_days.active_admins, 0) as active_admins,
        admin_days.admins,
        days.metric_date >= {{ usage_complete_from() }} as is_complete,
        {{ has_complete_usage_30d('days.metric_date') }} as is_complete_30d,
        days.metric_date >= {{ usage_complete_from() }} + {{ var('user_gone_after_days') }} as is_complete_silence

    from days
    left join sessions on days.metric_date = sessions.date_day
    left join usage on days.metric_date = usage.date_day
    left join activity on days.metric_date = activity.date_day
    left join active_accounts on days.metric_date = active_accounts.metric_date
    left join active_admin_days on days.metric_date = active_admin_days.date_day
    left join admin_days on days.metric_date = admin_days.metric_date

),

final as (

    select
        metric_date,
        case when is_complete then cast(sessions_total as bigint) end as sessions_total,
        case when is_complete then cast(round(session_minutes_total, 2) as decimal(14, 2)) end as session_minutes_total,
        case when is_complete then active_accounts_daily end as active_accounts_daily,
        case when is_complete_30d then active_accounts_30d end as active_accounts_30d,
        case when is_complete then {{ metric_ratio('active_users', 'active_accounts_daily') }} end as users_per_active_account,
        case when is_complete then {{ metric_ratio('actions', 'sessions_total') }} end as actions_per_session,
        case when is_complete then cast(feature_uses_total as bigint) end as feature_uses_total,
        case when is_complete then {{ metric_ratio('feature_uses_total', 'active_users') }} end as feature_usage_intensity,
        case when is_complete_silence then dormant_users end as dormant_users,
        case when is_complete_silence then returning_users end as returning_users,
        case when is_complete_30d then {{ metric_ratio('active_admins', 'admins') }} end as admin_active_rate

    from measured

)

select * from final
order by metric_date
