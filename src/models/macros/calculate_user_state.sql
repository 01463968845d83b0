{#-
    The states of a user and of a user in a product, with their precedence: the first rule that is true wins. Silence is counted
    from the last anchor, which is the sign-up or the last day with a qualifying event; a comeback is an event that ended a
    silence of more than dormant_days. All days are whole days; the thresholds belong to the state before.
-#}

{#- Rules of the platform, as [state, predicate] from the highest precedence down. -#}
{%- macro user_state_rules(
    days_since_signup, days_since_last_anchor, comeback_gap, days_since_comeback, has_open_failure, is_deleted,
    new_days, dormant_days, churned_days
) -%}
    {{- return([
        ['deleted', is_deleted],
        ['unknown', days_since_signup ~ ' is null or ' ~ days_since_signup ~ ' < 0'],
        ['churned', days_since_last_anchor ~ ' > ' ~ churned_days],
        ['dunning', has_open_failure],
        ['new', days_since_signup ~ ' <= ' ~ new_days],
        ['dormant', days_since_last_anchor ~ ' > ' ~ dormant_days],
        ['reactivated', days_since_comeback ~ ' <= ' ~ dormant_days ~ ' and ' ~ comeback_gap ~ ' > ' ~ churned_days],
        ['returning', days_since_comeback ~ ' <= ' ~ dormant_days ~ ' and ' ~ comeback_gap ~ ' > ' ~ dormant_days],
    ]) -}}
{%- endmacro -%}

{#- State of a user, one of nine words. `behavioural=true` leaves dunning out, and has no word for the deleted and the unknown. -#}
{%- macro calculate_user_state(
    days_since_signup, days_since_last_anchor, comeback_gap, days_since_comeback,
    has_open_failure='false', is_deleted='false',
    new_days='new_days', dormant_days='dormant_days', churned_days='churned_days', behavioural=false
) -%}
    case
        {%- for state, predicate in user_state_rules(
            days_since_signup, days_since_last_anchor, comeback_gap, days_since_comeback, has_open_failure, is_deleted,
            new_days, dormant_days, churned_days
        ) if not (behavioural and state == 'dunning') %}
        when {{ predicate }} then {{ 'null' if behavioural and state in ['deleted', 'unknown'] else "'" ~ state ~ "'" }}
        {%- endfor %}
        else 'active'
    end
{%- endmacro -%}

{#- State of a user in one product, one of six words. Silence is counted from the first access or the last qualifying event. -#}
{%- macro calculate_user_product_state(
    days_since_first_access, days_since_last_anchor, comeback_gap, days_since_comeback,
    new_days='new_days', dormant_days='dormant_days', churned_days='churned_days'
) -%}
    case
        when {{ days_since_first_access }} is null then 'never_adopted'
        when {{ days_since_first_access }} <= {{ new_days }} then 'new_to_product'
        when {{ days_since_last_anchor }} > {{ churned_days }} then 'churned_from_product'
        when {{ days_since_last_anchor }} > {{ dormant_days }} then 'dormant_in_product'
        when {{ days_since_comeback }} <= {{ dormant_days }} and {{ comeback_gap }} > {{ churned_days }}
            then 'reactivated_in_product'
        else 'active_in_product'
    end
{%- endmacro -%}
