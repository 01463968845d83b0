-- One row per video up to as_of_date. In the sample a video is known by the events that made
-- and published it, and belongs to no project.
with

{%- if var('generate_sample_data') %}

videos as (

    select * from {{ source('monstera', 'videos') }}

),

{%- else %}

videos as (

    select
        video_id,
        'Video ' || video_id as title,
        cast(null as integer) as project_id,
        min(entity_id) filter (where event_type = 'video_created') as created_by_user_id,
        cast(null as integer) as duration_seconds,
        case
            when count(*) filter (where event_type = 'video_published') > 0 then 'published' else 'draft'
        end as status,
        min(event_timestamp) filter (where event_type = 'video_created') as created_at,
        min(event_timestamp) filter (where event_type = 'video_published') as published_at

    from {{ ref('seed_events') }}
    where video_id is not null
    group by video_id

),

{%- endif %}

final as (

    select
        video_id,
        title as video_title,
        project_id,
        created_by_user_id,
        duration_seconds,
        status,
        created_at,
        case when published_at < {{ as_of_timestamp() }} then published_at end as published_at

    from videos
    where created_at < {{ as_of_timestamp() }}

)

select * from final
