-- One row per account and day on which its state changed.
{{ config(tags=['pattern:scd2', 'pattern:window']) }}

with

history as (

    select
        *,
        lag(days_in_state) over by_account as days_in_previous,
        monthly_recurring_revenue - lag(monthly_recurring_revenue) over by_account as mrr_change,
        total_seats - lag(total_seats) over by_account as seat_change

    from {{ ref('silver_account_state_history') }}
    window by_account as (partition by account_id order by date_day)

),

allowed as (

    select * from {{ ref('seed_state_transitions') }}
    where entity_type = 'account'

),

final as (

    select
        history.account_id,
        history.date_day as transitioned_at,
        history.previous_state as from_state,
        history.current_state as to_state,
        allowed.to_state is not null as is_valid,
        history.days_in_previous,
        case
            when history.current_state = 'churned'
                then case when history.previous_state = 'trial' then 'trial_end' else 'contract_end' end
            when history.current_state in ('new_paid', 'reactivated') then 'payment'
            when 'frozen' in (history.previous_state, history.current_state) then 'freeze'
            when 'at_risk' in (history.previous_state, history.current_state) then 'usage'
            when history.mrr_change <> 0 then 'seats'
            else 'time'
        end as trigger,
        history.mrr_change,
        history.seat_change

    from history
    left join allowed
        on history.previous_state = allowed.from_state
        and history.current_state = allowed.to_state
    where history.is_transition

)

select * from final
