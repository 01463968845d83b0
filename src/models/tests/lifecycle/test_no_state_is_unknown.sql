-- Every user and every account has a state; unknown is the sentinel that nobody may be in.
select 'user' as entity_type, user_id as entity_id
from {{ ref('silver_user_current_state') }}
where platform_state = 'unknown'

union all

select 'account', account_id
from {{ ref('silver_account_state_history') }}
where current_state = 'unknown'

union all

select 'account', accounts.account_id
from {{ ref('bronze_accounts') }} as accounts
left join {{ ref('silver_account_current_state') }} as states on accounts.account_id = states.account_id
where states.account_id is null
