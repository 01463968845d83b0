-- One row per thing that sales did or planned with somebody: a call, an e-mail, a meeting, a
-- note or a task. Meetings and tasks may lie ahead.
with

engagements as (

    select * from {{ source('hubspot', 'engagement') }}
    {{ dedupe('id') }}

),

calls as (

    select * from {{ source('hubspot', 'engagement_call') }}
    {{ dedupe('engagement_id') }}

),

emails as (

    select * from {{ source('hubspot', 'engagement_email') }}
    {{ dedupe('engagement_id') }}

),

meetings as (

    select * from {{ source('hubspot', 'engagement_meeting') }}
    {{ dedupe('engagement_id') }}

),

notes as (

    select * from {{ source('hubspot', 'engagement_note') }}
    {{ dedupe('engagement_id') }}

),

tasks as (

    select * from {{ source('hubspot', 'engagement_task') }}
    {{ dedupe('engagement_id') }}

),

joined as (

    select
        engagements.id as engagement_id,
        lower(trim(engagements.type)) as engagement_type,
        engagements.owner_id,
        case
            when calls.engagement_id is not null then calls.duration_s
            when meetings.engagement_id is not null
                then date_diff('second', meetings.start_time, meetings.end_time)
        end as duration_seconds,
        case
            when calls.engagement_id is not null
                then replace(lower(trim(calls.disposition)), ' ', '_')
            when emails.status = 'BOUNCED' then 'bounced'
            when emails.engagement_id is not null
                then case when emails.opened then 'opened' else 'not_opened' end
            when meetings.engagement_id is not null then lower(trim(meetings.outcome))
        end as outcome,
        case
            when calls.engagement_id is not null then 'completed'
            when notes.engagement_id is not null then 'completed'
            when emails.status = 'BOUNCED' then 'bounced'
            when emails.engagement_id is not null then 'completed'
            when meetings.engagement_id is not null then lower(trim(meetings.outcome))
            when tasks.engagement_id is not null then lower(trim(tasks.status))
        end as engagement_status,
        engagements."timestamp" as occurred_at,
        engagements.created_at

    from engagements
    left join calls on engagements.id = calls.engagement_id
    left join emails on engagements.id = emails.engagement_id
    left join meetings on engagements.id = meetings.engagement_id
    left join notes on engagements.id = notes.engagement_id
    left join tasks on engagements.id = tasks.engagement_id

),

final as (

    select
        engagement_id,
        owner_id,
        engagement_type,
        outcome,
        engagement_status,
        case when duration_seconds >= 0 then duration_seconds end as duration_seconds,
        {{ dq_flags([
            "engagement_status is null",
            "duration_seconds < 0",
            "owner_id is null",
        ]) }} as dq_flags,
        coalesce(engagement_status = 'completed', false) as is_completed,
        occurred_at,
        created_at,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from joined

)

select * from final
