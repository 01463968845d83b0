-- One row per day, event type and device type. The three rates are those of the workflows that
-- began on the day, and so are the same in all its rows.
with

events as (

    select * from {{ ref('silver_events_enriched') }}

),

workflows_per_day as (

    select
        cast(created_at as date) as metric_date,
        {{ share('count(uploaded_at)', 'count(*)') }} as create_to_upload_rate,
        {{ share('count(*) filter (where uploaded_at is not null and is_completed)', 'count(uploaded_at)') }}
            as upload_to_publish_rate,
        {{ share('count(*) filter (where is_completed)', 'count(*)') }} as workflow_completion_rate

    from {{ ref('silver_workflow_completion') }}
    group by cast(created_at as date)

),

sessions as (

    select * from {{ ref('silver_user_sessions') }}

),

-- An event belongs to the last session of its user that had begun.
with_session as (

    select events.*, sessions.session_id as user_session_id
    from events
    asof inner join sessions
        on events.user_id = sessions.user_id
        and events.event_timestamp >= sessions.session_start

),

final as (

    select
        with_session.event_date as metric_date,
        with_session.event_type,
        coalesce(with_session.device_type, 'unknown') as device_type,
        cast(count(*) as integer) as event_count,
        cast(count(distinct with_session.user_id) as integer) as unique_users,
        cast(count(distinct with_session.user_session_id) as integer) as unique_sessions,
        max(workflows_per_day.create_to_upload_rate) as create_to_upload_rate,
        max(workflows_per_day.upload_to_publish_rate) as upload_to_publish_rate,
        max(workflows_per_day.workflow_completion_rate) as workflow_completion_rate

    from with_session
    left join workflows_per_day on with_session.event_date = workflows_per_day.metric_date
    group by with_session.event_date, with_session.event_type, coalesce(with_session.device_type, 'unknown')

)

select * from final
