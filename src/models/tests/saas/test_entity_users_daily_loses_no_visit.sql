-- Every visit of the days with complete visits is in the daily table, and nothing else.
with

visits as (

    select
        sessions.user_id,
        cast(sessions.started_at as date) as date_day,
        count(*) as sessions

    from {{ ref('stg_app_database__user_sessions') }} as sessions
    where cast(sessions.started_at as date) >= {{ usage_complete_from() }}
        and cast(sessions.started_at as date) <= {{ as_of_date() }}
    group by sessions.user_id, cast(sessions.started_at as date)

)

select
    coalesce(visits.user_id, users_daily.user_id) as user_id,
    coalesce(visits.date_day, users_daily.date_day) as date_day,
    visits.sessions as visits,
    users_daily.sessions

from visits
full outer join (select * from {{ ref('entity_users_daily') }} where sessions > 0) as users_daily
    on visits.user_id = users_daily.user_id
    and visits.date_day = users_daily.date_day
where visits.sessions is distinct from users_daily.sessions
