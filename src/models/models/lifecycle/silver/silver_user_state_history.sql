-- One row per user and day from the sign-up, or lifecycle_history_start, to as_of_date: the
-- state at the end of the day. The deleted keep their rows, so that states sum to sign-ups.
{{ config(
    materialized='incremental',
    unique_key=['user_id', 'date_day'],
    incremental_strategy='delete+insert',
    on_schema_change='append_new_columns',
    tags=['pattern:spine', 'pattern:gaps-and-islands', 'pattern:incremental'],
) }}

with

thresholds as (

    select new_days, dormant_days, churned_days
    from {{ ref('seed_state_thresholds') }}
    where entity_type = 'user'
        and product_id = 'all'

),

-- The first day to compute: on a rebuild that of the first sign-up, because a run of equal
-- states may have begun before the history does.
window_of_days as (

    select
        {%- if is_incremental() %}
        max(date_day) - {{ var('late_arrival_days') }} as first_day
        from {{ this }}
        {%- else %}
        cast('{{ var("lifecycle_first_event_date") }}' as date) as first_day
        {%- endif %}

),

deletions as (

    select entity_id as user_id, min(cast(deleted_at as date)) as deleted_on
    from {{ ref('bronze_deletions') }}
    where entity_type = 'user'
    group by entity_id

),

users as (

    select
        users.user_id,
        users.account_id,
        cast(users.user_created_at as date) as signed_up_on,
        deletions.deleted_on

    from {{ ref('bronze_users') }} as users
    left join deletions on users.user_id = deletions.user_id

),

-- The days that silence is counted from: the sign-up, and each day with a qualifying event.
anchor_days as (

    select user_id, signed_up_on as anchor_day from users

    union

    select activity.user_id, activity.event_date
    from {{ ref('silver_daily_user_activity') }} as activity
    inner join users on activity.user_id = users.user_id
    where activity.qualifying_events > 0
        and activity.event_date >= users.signed_up_on

),

anchors as (

    select
        user_id,
        anchor_day,
        lead(anchor_day) over by_user as next_anchor_day,
        anchor_day - lag(anchor_day) over by_user as gap

    from anchor_days
    window by_user as (partition by user_id order by anchor_day)

),

-- A comeback is an anchor after a silence that had made the user dormant.
with_comeback as (

    select
        anchors.*,
        last_value(
            case when anchors.gap > thresholds.dormant_days then anchors.anchor_day end ignore nulls
        ) over up_to_anchor as comeback_day,
        last_value(
            case when anchors.gap > thresholds.dormant_days then anchors.gap end ignore nulls
        ) over up_to_anchor as comeback_gap

    from anchors
    cross join thresholds
    window up_to_anchor as (
        partition by anchors.user_id order by anchors.anchor_day
        rows between unbounded preceding and current row
    )

),

-- One row per anchor and day until the next anchor.
user_days as (

    select
        with_comeback.user_id,
        with_comeback.anchor_day,
        with_comeback.comeback_day,
        with_comeback.comeback_gap,
        cast(unnest(range(
            greatest(with_comeback.anchor_day, window_of_days.first_day),
            coalesce(with_comeback.next_anchor_day, {{ as_of_date() }} + 1),
            interval 1 day
        )) as date) as date_day

    from with_comeback
    cross join window_of_days

),

dunning_days as (

    select distinct
        account_id,
        cast(unnest(range(
            cast(failed_at as date),
            coalesce(cast(recovered_at as date), {{ as_of_date() }} + 1),
            interval 1 day
        )) as date) as date_day

    from {{ ref('bronze_payment_failures') }}

),

measured as (

    select
        user_days.user_id,
        user_days.date_day,
        user_days.date_day - users.signed_up_on as days_since_signup,
        user_days.date_day - user_days.anchor_day as days_since_anchor,
        user_days.date_day - user_days.comeback_day as days_since_comeback,
        user_days.comeback_gap,
        dunning_days.account_id is not null as is_in_dunning,
        coalesce(users.deleted_on <= user_days.date_day, false) as is_deleted

    from user_days
    inner join users on user_days.user_id = users.user_id
    left join dunning_days
        on users.account_id = dunning_days.account_id
        and user_days.date_day = dunning_days.date_day

),

states as (

    select
        measured.user_id,
        measured.date_day,
        {{ calculate_user_state(
            'days_since_signup', 'days_since_anchor', 'comeback_gap', 'days_since_comeback',
            'is_in_dunning', 'is_deleted'
        ) }} as platform_state,
        {{ calculate_user_state(
            'days_since_signup', 'days_since_anchor', 'comeback_gap', 'days_since_comeback',
            'is_in_dunning', 'is_deleted', behavioural=true
        ) }} as behavioural_state,
        measured.is_in_dunning and not measured.is_deleted as is_in_dunning,
        cast(null as date) as known_since

    from measured
    cross join thresholds

    {%- if is_incremental() %}

    union all

    -- The day before the first one: what the table holds of it says since when.
    select
        user_id,
        date_day,
        platform_state,
        behavioural_state,
        is_in_dunning,
        date_day - days_in_state + 1 as known_since

    from {{ this }}
    where date_day = (select first_day - 1 from window_of_days)
    {%- endif %}

),

with_previous as (

    select
        *,
        lag(platform_state) over (partition by user_id order by date_day) as previous_state

    from states

),

with_runs as (

    select
        *,
        max(case
            when known_since is not null then known_since
            when previous_state is distinct from platform_state then date_day
        end) over (
            partition by user_id order by date_day
            rows between unbounded preceding and current row
        ) as state_since

    from with_previous

),

final as (

    select
        user_id,
        date_day,
        platform_state,
        behavioural_state,
        is_in_dunning,
        previous_state,
        coalesce(previous_state <> platform_state, false) as is_transition,
        cast(date_day - state_since + 1 as integer) as days_in_state

    from with_runs
    where date_day >= cast('{{ var("lifecycle_history_start") }}' as date)
        and known_since is null

)

select * from final
