-- One row per session: events of one user that follow each other within
-- lifecycle_session_gap_minutes. The application's own number of the visit is not used.
{{ config(tags=['pattern:sessions']) }}

with

events as (

    select * from {{ ref('silver_events_enriched') }}

),

with_pause as (

    select
        *,
        event_timestamp - lag(event_timestamp) over (
            partition by user_id order by event_timestamp, event_id
        ) as pause

    from events

),

numbered as (

    select
        *,
        count(*) filter (
            where pause is null
                or pause > interval {{ var('lifecycle_session_gap_minutes') }} minute
        ) over (
            partition by user_id order by event_timestamp, event_id
            rows between unbounded preceding and current row
        ) as session_number

    from with_pause

),

final as (

    select
        {{ surrogate_key(['user_id', 'session_number']) }} as session_id,
        user_id,
        min(event_timestamp) as session_start,
        max(event_timestamp) as session_end,
        datediff('minute', min(event_timestamp), max(event_timestamp)) as session_duration_minutes,
        count(*) as event_count,
        arg_min(location, (event_timestamp, event_id)) as location,
        arg_min(device_type, (event_timestamp, event_id)) as device_type,
        cast(min(event_timestamp) as date) as session_date

    from numbered
    group by user_id, session_number

)

select * from final
