-- One row per user and day with at least one event. Quiet days have no row.
with

events as (

    select * from {{ ref('silver_events_enriched') }}

),

sessions_per_day as (

    select
        user_id,
        session_date as event_date,
        count(*) as sessions_count

    from {{ ref('silver_user_sessions') }}
    group by user_id, session_date

),

events_per_day as (

    select
        user_id,
        event_date,
        account_id,
        country,
        count(*) as total_events,
        count(*) filter (where is_qualifying_event) as qualifying_events,
        count(distinct video_id) filter (where event_type = 'video_created') as videos_created,
        count(distinct project_id) filter (where event_type = 'project_created') as projects_created,
        count(*) filter (
            where event_type in ('comment_added', 'comment_reply_added')
        ) as comments_added,
        count(*) filter (
            where event_type in ('member_invited', 'project_sharing_link_created')
        ) as invitations_sent,
        count(*) filter (
            where event_type in ('review_requested', 'review_approved')
        ) as reviews_done,
        count(distinct product_id) filter (where tier = 2) as products_used,
        count(distinct product_id) filter (where tier > 2) as features_used,
        list_sort(list(distinct product_id) filter (where product_id is not null)) as product_ids

    from events
    group by user_id, event_date, account_id, country

),

final as (

    {%- set points = var('lifecycle_engagement_points') %}

    select
        events_per_day.user_id,
        events_per_day.event_date,
        events_per_day.account_id,
        events_per_day.country,
        events_per_day.total_events,
        events_per_day.qualifying_events,
        coalesce(sessions_per_day.sessions_count, 0) as sessions_count,
        events_per_day.videos_created,
        events_per_day.projects_created,
        events_per_day.comments_added,
        events_per_day.invitations_sent,
        events_per_day.reviews_done,
        events_per_day.products_used,
        events_per_day.features_used,
        events_per_day.product_ids,
        cast(least(
            100,
            events_per_day.qualifying_events * {{ points.qualifying_event }}
            + events_per_day.products_used * {{ points.product }}
            + coalesce(sessions_per_day.sessions_count, 0) * {{ points.session }}
        ) as integer) as engagement_score

    from events_per_day
    left join sessions_per_day
        on events_per_day.user_id = sessions_per_day.user_id
        and events_per_day.event_date = sessions_per_day.event_date

)

select * from final
