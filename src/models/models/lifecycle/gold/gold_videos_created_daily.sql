-- One row per day from the first video to as_of_date, days without videos included.
with

videos as (

    select * from {{ ref('bronze_videos') }}

),

video_days as (

    select cast(created_at as date) as metric_date, 1 as created, 0 as published from videos
    union all
    select cast(published_at as date), 0, 1 from videos where published_at is not null

),

spine as (

    select unnest(range(min(metric_date), {{ as_of_date() }} + 1, interval 1 day)) as metric_date
    from video_days

),

final as (

    select
        cast(spine.metric_date as date) as metric_date,
        '{{ metric_title("Videos", "Created", "Daily") }}' as metric_name,
        cast(coalesce(sum(video_days.created), 0) as integer) as videos_created,
        cast(coalesce(sum(video_days.published), 0) as integer) as videos_published

    from spine
    left join video_days on spine.metric_date = video_days.metric_date
    group by spine.metric_date

)

select * from final
