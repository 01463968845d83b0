-- The user entity says the same in its three tables: the atomic row is the version in force,
-- and the row of as_of_date for users who have access and were active in the last days.
with

users as (

    select * from {{ ref('entity_users') }}

),

current_versions as (

    select * from {{ ref('entity_users_history') }}
    where is_current

),

last_days as (

    select * from {{ ref('entity_users_daily') }}
    where date_day = {{ as_of_date() }}

)

select
    'entity_users_history' as compared_with,
    users.user_id

from users
full outer join current_versions on users.user_id = current_versions.user_id
where (
    users.user_id,
    users.customer_id,
    users.role,
    users.user_status,
    users.engagement_tier
) is distinct from (
    current_versions.user_id,
    current_versions.customer_id,
    current_versions.role,
    current_versions.user_status,
    current_versions.engagement_tier
)

union all

-- A user who never came has no activity to be silent since: the daily table counts from the
-- sign-up.
select
    'entity_users_daily' as compared_with,
    users.user_id

from users
left join last_days on users.user_id = last_days.user_id
where users.user_status = 'active'
    and users.days_since_last_activity <= {{ var('user_gone_after_days') }}
    and (
        users.user_id,
        users.customer_id,
        users.country,
        users.active_days_30d,
        users.days_since_last_activity
    ) is distinct from (
        last_days.user_id,
        last_days.customer_id,
        last_days.country,
        last_days.active_days_30d,
        last_days.idle_days
    )
