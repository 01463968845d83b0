-- One row per user and workflow: a video on its way from created over edited to published.
-- Steps count in their order only; an upload instead of an edit counts as one.
with

videos as (

    select * from {{ ref('bronze_videos') }}

),

steps as (

    select
        video_id,
        event_timestamp,
        event_type

    from {{ ref('silver_events_enriched') }}
    where video_id is not null
        and event_type in ('video_edited', 'video_uploaded', 'video_published')

),

steps_per_video as (

    select
        videos.video_id,
        min(steps.event_timestamp) filter (where steps.event_type = 'video_uploaded') as uploaded_at,
        min(steps.event_timestamp) filter (
            where steps.event_type in ('video_edited', 'video_uploaded')
        ) as edited_at,
        min(steps.event_timestamp) filter (where steps.event_type = 'video_published') as published_at

    from videos
    inner join steps
        on videos.video_id = steps.video_id
        and steps.event_timestamp >= videos.created_at
    group by videos.video_id

),

final as (

    select
        videos.created_by_user_id as user_id,
        videos.video_id as workflow_id,
        videos.created_at,
        steps_per_video.uploaded_at,
        steps_per_video.edited_at,
        coalesce(steps_per_video.published_at, videos.published_at) as published_at,
        coalesce(steps_per_video.published_at, videos.published_at) is not null as is_completed,
        cast(round(
            datediff('minute', videos.created_at, coalesce(steps_per_video.published_at, videos.published_at)) / 60.0,
            2
        ) as decimal(10, 2)) as hours_to_publish

    from videos
    left join steps_per_video on videos.video_id = steps_per_video.video_id

)

select * from final
