-- One row per user, the deleted too: the state on as_of_date and what it follows from.
{{ config(
    indexes=[{'columns': ['user_id'], 'unique': true}],
    tags=['pattern:gaps-and-islands'],
) }}

with

users as (

    select * from {{ ref('bronze_users') }}

),

states as (

    select * from {{ ref('silver_user_state_history') }}
    where date_day = {{ as_of_date() }}

),

qualifying_activity as (

    select
        user_id,
        max(event_date) as last_qualifying_event_at,
        sum(qualifying_events) as total_qualifying_events

    from {{ ref('silver_daily_user_activity') }}
    where qualifying_events > 0
    group by user_id

),

open_failures as (

    select
        account_id,
        arg_max(dunning_type, (failed_at, failure_id)) as dunning_type

    from {{ ref('bronze_payment_failures') }}
    where recovered_at is null
    group by account_id

),

final as (

    select
        users.user_id,
        users.email,
        users.account_id,
        users.user_created_at,
        coalesce(states.platform_state, 'unknown') as platform_state,
        states.behavioural_state,
        coalesce(states.is_in_dunning, false) as is_in_dunning,
        case when states.is_in_dunning then open_failures.dunning_type end as dunning_type,
        qualifying_activity.user_id is not null as has_activated,
        cast(states.date_day - states.days_in_state + 1 as date) as platform_state_since,
        qualifying_activity.last_qualifying_event_at,
        cast(coalesce(qualifying_activity.total_qualifying_events, 0) as integer)
            as total_qualifying_events,
        {{ as_of_date() }} - cast(users.user_created_at as date) as days_since_signup,
        {{ as_of_date() }} - qualifying_activity.last_qualifying_event_at
            as days_since_last_qualifying_event,
        cast({{ as_of_date() }} as timestamp) as state_updated_at

    from users
    left join states on users.user_id = states.user_id
    left join qualifying_activity on users.user_id = qualifying_activity.user_id
    left join open_failures on users.account_id = open_failures.account_id

)

select * from final
