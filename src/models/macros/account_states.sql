{#-
    State of an account on a day, one of nine words and the sentinel unknown, with its precedence: the first rule that is true
    wins. All arguments are SQL expressions; money and seats are those of the end of the day.
-#}
{%- macro calculate_account_state(
    has_contract, is_ended, is_frozen, is_in_trial, is_trial_lost, days_since_resumed, days_at_zero,
    days_since_first_paid, mrr, mrr_before, health_score, seat_utilization_pct, days_to_renewal, new_days='new_days'
) -%}
    case
        when {{ is_ended }} or {{ is_trial_lost }} then 'churned'
        when {{ is_frozen }} then 'frozen'
        when {{ is_in_trial }} then 'trial'
        when not {{ has_contract }} then 'unknown'
        when {{ days_since_resumed }} <= {{ var('lifecycle_resumed_days') }}
            and {{ days_at_zero }} > {{ var('lifecycle_away_days') }} then 'reactivated'
        when {{ days_since_first_paid }} <= {{ new_days }} then 'new_paid'
        when {{ mrr }} < {{ mrr_before }} then 'contracting'
        when {{ health_score }} < {{ var('account_at_risk_below_health') }}
            or {{ seat_utilization_pct }} < {{ var('account_at_risk_below_seats_pct') }}
            or (
                {{ days_to_renewal }} <= {{ var('account_renewal_soon_days') }}
                and {{ seat_utilization_pct }} < {{ var('account_renewal_below_seats_pct') }}
            ) then 'at_risk'
        when {{ mrr }} > {{ mrr_before }} then 'expanding'
        else 'active'
    end
{%- endmacro -%}
