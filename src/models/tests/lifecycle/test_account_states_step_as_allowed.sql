-- From one day to the next an account stays in its state or takes a step that
-- seed_state_transitions lists.
with

allowed as (

    select from_state, to_state from {{ ref('seed_state_transitions') }}
    where entity_type = 'account'

)

select history.account_id, history.date_day, history.previous_state, history.current_state
from {{ ref('silver_account_state_history') }} as history
left join allowed
    on history.previous_state = allowed.from_state
    and history.current_state = allowed.to_state
where history.is_transition
    and allowed.to_state is null
