-- The running count of active users is the number of different users who came, counted
-- afresh from the visits: in the windows that end with as_of_date and 45 days before it.
with

windows as (

    select
        windows.last_day,
        windows.days

    from (values
        ({{ as_of_date() }}, 7),
        ({{ as_of_date() }}, 30),
        ({{ as_of_date() }} - 45, 7),
        ({{ as_of_date() }} - 45, 30)
    ) as windows (last_day, days)

),

counted as (

    select
        user_sessions.customer_id,
        windows.last_day,
        windows.days,
        count(distinct user_sessions.user_id) as active_users

    from {{ ref('stg_app_database__user_sessions') }} as user_sessions
    inner join windows
        on cast(user_sessions.started_at as date) > windows.last_day - windows.days
        and cast(user_sessions.started_at as date) <= windows.last_day
    group by user_sessions.customer_id, windows.last_day, windows.days

)

select
    counted.customer_id,
    counted.last_day,
    counted.days,
    counted.active_users,
    case when counted.days = 7 then activity.active_users_7d else activity.active_users_30d end as running_count

from counted
left join {{ ref('int_customers__activity_daily') }} as activity
    on counted.customer_id = activity.customer_id
    and counted.last_day = activity.date_day
where counted.active_users is distinct from
    case when counted.days = 7 then activity.active_users_7d else activity.active_users_30d end
