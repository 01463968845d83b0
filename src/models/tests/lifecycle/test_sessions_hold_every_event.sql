-- Every event lies in one session, and every session in one day of activity.
select 'events' as what, (select count(*) from {{ ref('silver_events_enriched') }}) as events,
    (select coalesce(sum(event_count), 0) from {{ ref('silver_user_sessions') }}) as in_sessions
where events <> in_sessions

union all

select 'sessions', (select count(*) from {{ ref('silver_user_sessions') }}) as sessions,
    (select coalesce(sum(sessions_count), 0) from {{ ref('silver_daily_user_activity') }}) as in_days
where sessions <> in_days
