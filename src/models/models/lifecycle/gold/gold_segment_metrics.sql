-- One row per month, country, plan and segment, with every total; grouping_id says which of the
-- three a row sums over. The segment is the engagement intensity on as_of_date.
{{ config(tags=['pattern:rollup']) }}

with

activity as (

    select
        cast(date_trunc('month', activity.event_date) as date) as month,
        users.country,
        users.plan_type,
        coalesce(segments.engagement_intensity, 'deleted') as segment,
        activity.user_id,
        activity.qualifying_events,
        activity.total_events,
        activity.engagement_score

    from {{ ref('silver_daily_user_activity') }} as activity
    inner join {{ ref('bronze_users') }} as users on activity.user_id = users.user_id
    left join {{ ref('silver_behavioral_segments') }} as segments
        on activity.user_id = segments.user_id

),

cubed as (

    select
        month,
        case when grouping(country) = 1 then 'all' else country end as country,
        case when grouping(plan_type) = 1 then 'all' else plan_type end as plan_type,
        case when grouping(segment) = 1 then 'all' else segment end as segment,
        cast(grouping(country, plan_type, segment) as integer) as grouping_id,
        cast(count(distinct user_id) filter (where qualifying_events > 0) as integer) as monthly_active_users,
        cast(sum(total_events) as integer) as total_events,
        cast(round(avg(engagement_score), 2) as decimal(6, 2)) as avg_engagement_score

    from activity
    group by month, cube (country, plan_type, segment)

),

with_neighbours as (

    select
        *,
        max(monthly_active_users) filter (where grouping_id = 7) over (partition by month) as all_active_users,
        case
            when lag(month) over by_group = cast(month - interval 1 month as date)
                then lag(monthly_active_users) over by_group
        end as active_users_before

    from cubed
    window by_group as (partition by country, plan_type, segment, grouping_id order by month)

),

final as (

    select
        month,
        country,
        plan_type,
        segment,
        grouping_id,
        monthly_active_users,
        total_events,
        avg_engagement_score,
        cast(round(100.0 * {{ safe_divide(
            'monthly_active_users - active_users_before', 'active_users_before'
        ) }}, 2) as decimal(12, 2)) as mau_growth_pct,
        cast(round(100.0 * {{ safe_divide('monthly_active_users', 'all_active_users') }}, 2) as decimal(6, 2))
            as mau_share_pct,
        -- Countries are ranked among themselves, in the rows that sum over plan and segment.
        case
            when grouping_id = 3 then cast(rank() over (
                partition by month, grouping_id order by monthly_active_users desc
            ) as integer)
        end as country_rank

    from with_neighbours

)

select * from final
