-- One row per user and day on which its state changed, within the history.
{{ config(tags=['pattern:scd2', 'pattern:window']) }}

with

history as (

    select
        *,
        lag(days_in_state) over (partition by user_id order by date_day) as days_in_previous

    from {{ ref('silver_user_state_history') }}

),

allowed as (

    select * from {{ ref('seed_state_transitions') }}
    where entity_type = 'user'

),

final as (

    select
        history.user_id,
        history.date_day as transitioned_at,
        history.previous_state as from_state,
        history.platform_state as to_state,
        allowed.to_state is not null as is_valid,
        history.days_in_previous,
        case
            when history.platform_state = 'deleted' then 'deletion'
            when 'dunning' in (history.previous_state, history.platform_state)
                and history.platform_state <> 'churned' then 'payment'
            when history.platform_state in ('dormant', 'churned') then 'silence'
            when history.platform_state in ('returning', 'reactivated') then 'comeback'
            else 'time'
        end as trigger

    from history
    left join allowed
        on history.previous_state = allowed.from_state
        and history.platform_state = allowed.to_state
    where history.is_transition

)

select * from final
