-- Users Active Monthly on as_of_date are the users in a state of the active, and those who are
-- new or in dunning with something that qualifies in the window.
with

from_states as (

    select count(*) as users
    from {{ ref('silver_user_current_state') }}
    where platform_state in ('active', 'returning', 'reactivated')
        or (
            platform_state in ('new', 'dunning')
            and days_since_last_qualifying_event <= {{ var('lifecycle_active_days') }}
        )

),

from_metric as (

    select users_active_monthly as users
    from {{ ref('gold_users_active_monthly') }}
    where metric_date = {{ as_of_date() }}
        and country = 'all'
        and plan_type = 'all'

)

select from_states.users as by_states, from_metric.users as by_metric
from from_states
full outer join from_metric on true
where from_states.users is distinct from from_metric.users
