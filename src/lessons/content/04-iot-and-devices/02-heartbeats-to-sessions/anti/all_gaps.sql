-- code: M-FENCEPOST
-- headline: {n} {are} counted by their gaps.
-- feedback: Tap {key} has one session more than it has gaps, as a fence has one post more than it has bars. Which session did no gap
--   open?
-- One row for each tap: its sessions, and the longest of them in minutes.
with

heartbeats as (

    select device_id, event_at
    from {{ ref('stg_app_database__tap_events') }}
    where event_type = 'heartbeat' and dq_flags & 2 = 0

),

-- 1 does a gap of more than 120 minutes lie before the beat?
flagged as (

    select
        device_id,
        event_at,
        event_at - lag(event_at) over (partition by device_id order by event_at)
            > interval 120 minute as is_new

    from heartbeats

),

-- 2 number the sessions of each tap
numbered as (

    select
        device_id,
        event_at,
        sum(case when is_new then 1 else 0 end) over (partition by device_id order by event_at) as session

    from flagged

),

-- 3 one row for each session: first and last beat
sessions as (

    select
        device_id,
        session,
        date_diff('minute', min(event_at), max(event_at)) as minutes

    from numbered
    group by device_id, session

),

final as (

    -- 4 one row for each tap
    select
        device_id,
        count(*) - 1 as sessions,
        max(minutes) as longest_minutes

    from sessions
    group by device_id

)

select * from final
