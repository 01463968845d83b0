-- One row per user and day, for the days for which visits are complete, quiet days included:
-- from the sign-up until the user has been silent for user_gone_after_days or has lost
-- access, and again from the day of coming back.
{{ config(tags=['pattern:window', 'pattern:spine']) }}

with

users as (

    select
        user_id,
        customer_id,
        country,
        cast(created_at as date) as signed_up_on,
        least(
            coalesce(cast(deactivated_at as date) - 1, {{ as_of_date() }}), {{ as_of_date() }}
        ) as last_day

    from {{ ref('int_users__core') }}
    where user_status <> 'invited'

),

date_spine as (

    select date_day from {{ ref('int_calendar__date_spine') }}

),

sessions_per_day as (

    select
        user_id,
        cast(started_at as date) as date_day,
        count(*) as sessions,
        sum(duration_seconds) as session_seconds,
        sum(page_views) as page_views

    from {{ ref('stg_app_database__user_sessions') }}
    group by user_id, cast(started_at as date)

),

features_per_day as (

    select
        user_id,
        usage_date as date_day,
        count(distinct feature_id) as features_used,
        sum(usage_count) as feature_uses

    from {{ ref('stg_app_database__feature_usage') }}
    group by user_id, usage_date

),

-- The days that a silence is counted from, each with what was done on it: the sign-up, and
-- every day with activity.
anchor_parts as (

    select
        user_id,
        date_day as anchor_day,
        sessions,
        session_seconds,
        page_views,
        0 as features_used,
        0 as feature_uses

    from sessions_per_day

    union all

    select user_id, date_day, 0, 0, 0, features_used, feature_uses from features_per_day

    union all

    select user_id, signed_up_on, 0, 0, 0, 0, 0 from users

),

anchors as (

    select
        user_id,
        anchor_day,
        sum(sessions) as sessions,
        sum(session_seconds) as session_seconds,
        sum(page_views) as page_views,
        sum(features_used) as features_used,
        sum(feature_uses) as feature_uses,
        lead(anchor_day) over by_user as next_anchor_day,
        anchor_day - lag(anchor_day) over by_user as days_since_anchor_before

    from anchor_parts
    group by user_id, anchor_day
    window by_user as (partition by user_id order by anchor_day)

),

-- A comeback ends a long silence. A silence that is longer still leaves a gap in the rows, and
-- what follows is another spell.
with_comeback as (

    select
        *,
        last_value(
            case
                when days_since_anchor_before > {{ var('user_dormant_after_days') }} then anchor_day
            end ignore nulls
        ) over up_to_anchor as comeback_day,
        count(*) filter (
            where days_since_anchor_before > {{ var('user_gone_after_days') }}
        ) over up_to_anchor as spell

    from anchors
    window up_to_anchor as (
        partition by user_id order by anchor_day
        rows between unbounded preceding and current row
    )

),

stretches as (

    select
        with_comeback.*,
        users.customer_id,
        users.country,
        users.signed_up_on,
        greatest(with_comeback.anchor_day, {{ usage_complete_from() }}) as first_day,
        least(
            coalesce(with_comeback.next_anchor_day - 1, users.last_day),
            with_comeback.anchor_day + {{ var('user_gone_after_days') }},
            users.last_day
        ) as last_day

    from with_comeback
    inner join users on with_comeback.user_id = users.user_id
    where with_comeback.anchor_day >= users.signed_up_on

),

-- The spine: a row for each day of a stretch, up to the day before the next activity.
stretch_days as (

    select
        *,
        unnest(range(first_day, last_day + 1, interval 1 day)) as day_of_stretch

    from stretches
    where first_day <= last_day

),

days as (

    select
        *,
        cast(day_of_stretch as date) as date_day,
        cast(day_of_stretch as date) - anchor_day as idle_days,
        cast(day_of_stretch as date) - comeback_day as days_since_comeback,
        cast(day_of_stretch as date) - signed_up_on as days_since_signup,
        cast(day_of_stretch as date) = anchor_day and (sessions > 0 or feature_uses > 0) as is_active

    from stretch_days

),

-- A spell has a row for every day, so that so many rows are so many days; between spells lie
-- more days than a window has.
windowed as (

    select
        *,
        count(*) filter (where is_active) over (
            partition by user_id, spell order by date_day
            rows between 6 preceding and current row
        ) as active_days_7d,
        count(*) filter (where is_active) over (
            partition by user_id, spell order by date_day
            rows between 29 preceding and current row
        ) as active_days_30d,
        -- Who signed up before the complete days has a past of which only a part is known.
        case
            when signed_up_on >= {{ usage_complete_from() }} then {{ var('usage_complete_days') }}
            else date_day - {{ usage_complete_from() }} + 1
        end as complete_days

    from days

),

final as (

    select
        windowed.user_id,
        windowed.customer_id,
        windowed.country,
        case
            when complete_days > {{ var('user_gone_after_days') }}
                or days_since_signup <= {{ var('user_new_days') }}
                then {{ user_lifecycle('days_since_signup', 'idle_days', 'days_since_comeback') }}
        end as lifecycle,
        cast(case when is_active then sessions else 0 end as bigint) as sessions,
        cast(case when is_active then session_seconds else 0 end / 60.0 as decimal(10, 2))
            as session_minutes,
        cast(case when is_active then features_used else 0 end as bigint) as features_used,
        cast(case when is_active then feature_uses else 0 end as bigint) as feature_uses,
        cast(case when is_active then page_views else 0 end as bigint) as page_views,
        case when complete_days >= 7 then active_days_7d end as active_days_7d,
        case when complete_days >= 30 then active_days_30d end as active_days_30d,
        idle_days,
        is_active,
        coalesce(is_active and days_since_comeback = 0, false) as is_comeback,
        windowed.date_day

    from windowed
    inner join date_spine on windowed.date_day = date_spine.date_day

)

select * from final
order by date_day, user_id
