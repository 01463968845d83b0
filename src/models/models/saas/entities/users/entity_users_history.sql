-- One row per user and version: role, state and engagement tier that held from valid_from
-- until the day before valid_to. The tier is judged at month ends, so that it is a slow
-- attribute like the others.
{{ config(tags=['pattern:scd2', 'pattern:gaps-and-islands']) }}

with

users as (

    select
        *,
        cast(invited_at as date) as invited_on,
        case when user_status <> 'invited' then cast(created_at as date) end as joined_on,
        cast(deactivated_at as date) as deactivated_on

    from {{ ref('stg_app_database__users') }}

),

current_users as (

    select * from {{ ref('int_users__core') }}

),

role_changes as (

    select
        *,
        cast(changed_at as date) as changed_on

    from {{ ref('stg_app_database__user_role_changes') }}
    qualify row_number() over (
        partition by user_id, cast(changed_at as date) order by changed_at desc, role_change_id desc
    ) = 1

),

first_roles as (

    select
        user_id,
        old_role

    from {{ ref('stg_app_database__user_role_changes') }}
    qualify row_number() over (partition by user_id order by changed_at, role_change_id) = 1

),

month_ends as (

    select date_day as judged_on
    from {{ ref('int_calendar__date_spine') }}
    where is_last_day_of_month
        and {{ has_complete_usage_30d('date_day') }}

),

sessions_before as (

    select
        sessions.user_id,
        month_ends.judged_on,
        count(distinct cast(sessions.started_at as date)) as active_days_30d,
        sum(sessions.duration_seconds) as session_seconds_30d

    from {{ ref('stg_app_database__user_sessions') }} as sessions
    inner join month_ends
        on cast(sessions.started_at as date) > month_ends.judged_on - 30
        and cast(sessions.started_at as date) <= month_ends.judged_on
    group by sessions.user_id, month_ends.judged_on

),

features_before as (

    select
        usage.user_id,
        month_ends.judged_on,
        count(distinct usage.feature_id) as features_used_30d

    from {{ ref('stg_app_database__feature_usage') }} as usage
    inner join month_ends
        on usage.usage_date > month_ends.judged_on - 30
        and usage.usage_date <= month_ends.judged_on
    group by usage.user_id, month_ends.judged_on

),

judged_days as (

    select
        users.user_id,
        month_ends.judged_on,
        coalesce(sessions_before.active_days_30d, 0) as active_days_30d,
        cast(coalesce(sessions_before.session_seconds_30d, 0) / 60.0 as decimal(10, 2))
            as session_minutes_30d,
        coalesce(features_before.features_used_30d, 0) as features_used_30d

    from users
    inner join month_ends
        on users.joined_on <= month_ends.judged_on
        and coalesce(users.deactivated_on > month_ends.judged_on, true)
    left join sessions_before
        on users.user_id = sessions_before.user_id
        and month_ends.judged_on = sessions_before.judged_on
    left join features_before
        on users.user_id = features_before.user_id
        and month_ends.judged_on = features_before.judged_on

),

judgements as (

    select
        user_id,
        judged_on,
        {{ engagement_tier(
            'active_days_30d',
            calculate_engagement_score('active_days_30d', 'session_minutes_30d', 'features_used_30d')
        ) }} as engagement_tier

    from judged_days

),

-- Every day on which something may have changed. What did not change makes no version.
candidate_days as (

    select user_id, invited_on as change_day from users
    union
    select user_id, joined_on from users where joined_on is not null
    union
    select user_id, deactivated_on from users where deactivated_on is not null
    union
    select user_id, changed_on from role_changes
    union
    select user_id, judged_on from judgements

),

days_with_role as (

    select
        users.user_id,
        candidate_days.change_day,
        coalesce(role_changes.new_role, first_roles.old_role, users.role) as role,
        users.joined_on,
        users.deactivated_on

    from candidate_days
    inner join users on candidate_days.user_id = users.user_id
    left join first_roles on candidate_days.user_id = first_roles.user_id
    asof left join role_changes
        on candidate_days.user_id = role_changes.user_id
        and candidate_days.change_day >= role_changes.changed_on
    where candidate_days.change_day >= users.invited_on
        and candidate_days.change_day <= {{ as_of_date() }}

),

states as (

    select
        days_with_role.user_id,
        current_users.customer_id,
        days_with_role.role,
        case
            when days_with_role.change_day >= days_with_role.deactivated_on then 'deactivated'
            when days_with_role.change_day >= days_with_role.joined_on then 'active'
            else 'invited'
        end as user_status,
        case
            when days_with_role.change_day >= days_with_role.deactivated_on then 'unrated'
            else coalesce(judgements.engagement_tier, 'unrated')
        end as engagement_tier,
        days_with_role.change_day

    from days_with_role
    inner join current_users on days_with_role.user_id = current_users.user_id
    asof left join judgements
        on days_with_role.user_id = judgements.user_id
        and days_with_role.change_day >= judgements.judged_on

),

versions as (

    {{ scd2_from_changes(
        'states',
        key='user_id',
        changed_at='change_day',
        columns=['role', 'user_status', 'engagement_tier'],
        keep=['customer_id'],
    ) }}

),

final as (

    select
        {{ surrogate_key(['user_id', 'valid_from']) }} as user_history_id,
        user_id,
        customer_id,
        role,
        user_status,
        engagement_tier,
        case
            when is_first_version then 'created'
            when user_status is distinct from previous_user_status then 'status'
            when role is distinct from previous_role then 'role'
            else 'engagement'
        end as change_type,
        changed_columns,
        previous_role,
        previous_user_status,
        previous_engagement_tier,
        is_current,
        valid_from,
        valid_to

    from versions

)

select * from final
order by user_id, valid_from
