-- A user's history has a row for each day from the sign-up, or the beginning of the history,
-- and the days in a state count on until the state changes.
select
    user_id,
    date_day,
    days_in_state,
    lag(date_day) over by_user as day_before,
    lag(days_in_state) over by_user as days_before

from {{ ref('silver_user_state_history') }}
window by_user as (partition by user_id order by date_day)
qualify day_before <> date_day - 1
    or days_in_state <> case when is_transition then 1 else days_before + 1 end
