-- One row per day from the first day with an active user to as_of_date: the company's daily
-- figures, running averages and growth. Active means a qualifying event.
{{ config(tags=['pattern:window']) }}

with

users_active as (

    select metric_date, users_active_monthly, users_active_daily, is_last_90_days
    from {{ ref('gold_users_active_monthly') }}
    where country = 'all'
        and plan_type = 'all'

),

activity_per_day as (

    select
        event_date,
        sum(total_events) as total_daily_events,
        avg(engagement_score) as avg_engagement_score

    from {{ ref('silver_daily_user_activity') }}
    group by event_date

),

videos_per_day as (

    select cast(created_at as date) as created_on, count(*) as total_videos_created
    from {{ ref('bronze_videos') }}
    group by cast(created_at as date)

),

days as (

    select
        users_active.metric_date,
        users_active.users_active_daily as daily_active_users,
        cast(coalesce(activity_per_day.total_daily_events, 0) as integer) as total_daily_events,
        cast(coalesce(videos_per_day.total_videos_created, 0) as integer) as total_videos_created,
        cast(round(activity_per_day.avg_engagement_score, 2) as decimal(6, 2)) as avg_engagement_score,
        users_active.users_active_monthly as mau_30day,
        users_active.is_last_90_days

    from users_active
    left join activity_per_day on users_active.metric_date = activity_per_day.event_date
    left join videos_per_day on users_active.metric_date = videos_per_day.created_on

),

final as (

    select
        metric_date,
        daily_active_users,
        total_daily_events,
        total_videos_created,
        avg_engagement_score,
        cast(round(avg(daily_active_users) over last_week, 2) as decimal(12, 2)) as dau_7day_avg,
        cast(round(avg(total_daily_events) over last_week, 2) as decimal(12, 2)) as events_7day_avg,
        mau_30day,
        cast(round(100.0 * {{ safe_divide(
            'daily_active_users - lag(daily_active_users, 7) over by_day', 'lag(daily_active_users, 7) over by_day'
        ) }}, 2) as decimal(12, 2)) as dau_wow_growth_pct,
        cast(round(100.0 * {{ safe_divide(
            'daily_active_users - lag(daily_active_users, 30) over by_day', 'lag(daily_active_users, 30) over by_day'
        ) }}, 2) as decimal(12, 2)) as dau_mom_growth_pct,
        is_last_90_days

    from days
    window
        by_day as (order by metric_date),
        last_week as (order by metric_date rows between 6 preceding and current row)

)

select * from final
