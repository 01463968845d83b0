-- From one day to the next a user stays in its state or takes a step that
-- seed_state_transitions lists; by use alone as much as with dunning and deletion.
with

history as (

    select
        user_id,
        date_day,
        platform_state,
        behavioural_state,
        previous_state,
        lag(behavioural_state) over (partition by user_id order by date_day) as previous_behavioural_state

    from {{ ref('silver_user_state_history') }}

),

allowed as (

    select from_state, to_state from {{ ref('seed_state_transitions') }}
    where entity_type = 'user'

),

steps as (

    select user_id, date_day, previous_state as from_state, platform_state as to_state from history
    union all
    select user_id, date_day, previous_behavioural_state, behavioural_state from history

)

select steps.*
from steps
left join allowed
    on steps.from_state = allowed.from_state
    and steps.to_state = allowed.to_state
where steps.from_state <> steps.to_state
    and allowed.to_state is null
