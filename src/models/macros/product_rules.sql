{#- Rules of the product team, each written once. Bounds and weights are vars of dbt_project.yml. -#}

{#- What a feature is worth, 0 to 1: how many customers use it, how often users come back to it, and the revenue of those who do. -#}
{%- macro calculate_feature_value_score(adoption_rate, stickiness, revenue_share) -%}
    {%- set weights = var('feature_value_weights') -%}
    cast(round(
        {{ weights.adoption }} * {{ share_of_target(adoption_rate, 1) }}
        + {{ weights.stickiness }} * {{ share_of_target(stickiness, var('feature_stickiness_target')) }}
        + {{ weights.revenue }} * {{ share_of_target(revenue_share, 1) }}
    , 4) as decimal(5, 4))
{%- endmacro -%}

{#- How far a feature has spread among the customers who could use it; nobody who could is no spread. -#}
{%- macro feature_stage(adoption_share) -%}
    {{ band('coalesce(' ~ adoption_share ~ ', 0)', [
        ['universal', var('feature_stages').universal],
        ['established', var('feature_stages').established],
        ['emerging', var('feature_stages').emerging],
    ], 'introduced') }}
{%- endmacro -%}

{#- What a feature is for in the price list: others build on it, every plan has it, or it sells a larger plan. -#}
{%- macro feature_class(is_withdrawn, has_dependents, tier_required) -%}
    case
        when {{ is_withdrawn }} then 'sunset'
        when {{ has_dependents }} then 'foundation'
        when {{ tier_required }} >= 3 then 'differentiator'
        when {{ tier_required }} = 2 then 'expansion'
        else 'core'
    end
{%- endmacro -%}

{#- How engaged a user is, from the 30 days that end with the day on which it is judged. -#}
{%- macro engagement_tier(active_days_30d, engagement_score) -%}
    case
        when coalesce({{ active_days_30d }}, 0) = 0 then 'inactive'
        else {{ band(engagement_score, [
            ['power', var('engagement_tiers').power],
            ['regular', var('engagement_tiers').regular],
        ], 'casual') }}
    end
{%- endmacro -%}

{#- How likely a user is to stay away, from silence: who has lost access or is silent for longer than the daily table follows is lost. -#}
{%- macro user_churn_risk_level(user_status, days_since_last_activity) -%}
    case
        when {{ user_status }} = 'invited' then 'not_started'
        when {{ user_status }} = 'deactivated' then 'lost'
        when {{ days_since_last_activity }} is null then 'high'
        when {{ days_since_last_activity }} > {{ var('user_gone_after_days') }} then 'lost'
        when {{ days_since_last_activity }} > {{ var('user_risk_days').high }} then 'high'
        when {{ days_since_last_activity }} > {{ var('user_risk_days').medium }} then 'medium'
        else 'low'
    end
{%- endmacro -%}

{#-
    Where a user stands on a day. `days_since_signup` and `idle_days` (since the last visit, or sign-up) are counted to the day;
    `days_since_comeback` since the last visit that ended a silence of more than user_dormant_after_days, NULL without one.
-#}
{%- macro user_lifecycle(days_since_signup, idle_days, days_since_comeback) -%}
    case
        when {{ days_since_signup }} <= {{ var('user_new_days') }} then 'new'
        when {{ idle_days }} > {{ var('user_dormant_after_days') }} then 'dormant'
        when {{ days_since_comeback }} <= {{ var('user_dormant_after_days') }} then 'returning'
        else 'retained'
    end
{%- endmacro -%}
