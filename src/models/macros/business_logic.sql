{#-
    The company's scoring and revenue rules, each written once. Arguments are SQL expressions given as text.
    Weights, thresholds and the variant (smooth or ladder) are vars of dbt_project.yml.
-#}

{#- Health from 0 (lost) to 1 (thriving). Missing inputs never make the score missing: each has a stated neutral value. -#}
{%- macro calculate_customer_health_score(
    subscription_status, device_events_30d, device_online_ratio, is_delinquent, mrr
) -%}
    {%- if var('score_variant') == 'ladder' -%}
        {{ return(customer_health_score_ladder(
            subscription_status, device_events_30d, device_online_ratio, is_delinquent, mrr
        )) }}
    {%- endif -%}
    {%- set weights = var('health_weights') -%}
    cast(round(
        least(
            {{ weights.status }} * {{ status_points(subscription_status, var('health_status_points')) }}
            + {{ weights.usage }} * {{ usage_part(device_events_30d) }}
            + {{ weights.online }} * {{ online_part(device_online_ratio) }}
            + {{ weights.payment }} * {{ payment_part(is_delinquent) }}
            + {{ weights.value }} * {{ value_part(mrr) }},
            case
                when {{ is_live_status(subscription_status) }} then 1.0
                else {{ var('health_ended_cap') }}
            end
        )
    , 4) as decimal(5, 4))
{%- endmacro -%}

{#- Churn risk from 0 (safe) to 1 (lost). A customer whose subscription has ended is lost already: exactly 1. -#}
{%- macro calculate_churn_risk_score(
    subscription_status, device_events_30d, days_since_last_activity, is_delinquent, customer_health_score
) -%}
    {%- if var('score_variant') == 'ladder' -%}
        {{ return(churn_risk_score_ladder(
            subscription_status, device_events_30d, days_since_last_activity, is_delinquent, customer_health_score
        )) }}
    {%- endif -%}
    {%- set weights = var('risk_weights') -%}
    cast(round(
        case
            when not {{ is_live_status(subscription_status) }} then 1.0
            else
                {{ weights.health }} * (1.0 - coalesce({{ customer_health_score }}, {{ var('risk_health_when_unknown') }}))
                + {{ weights.recency }} * {{ recency_part(days_since_last_activity) }}
                + {{ weights.usage }} * (1.0 - {{ usage_part(device_events_30d) }})
                + {{ weights.delinquency }} * (1.0 - {{ payment_part(is_delinquent) }})
                + {{ weights.status }} * {{ status_points(subscription_status, var('risk_status_points')) }}
        end
    , 4) as decimal(5, 4))
{%- endmacro -%}

{#-
    Engagement of a user from 0 (absent) to 1 (at home): how often they come, how long they stay and how much of the product
    they touch in 30 days. Missing inputs count as none.
-#}
{%- macro calculate_engagement_score(active_days_30d, session_minutes_30d, features_used_30d) -%}
    {%- if var('score_variant') == 'ladder' -%}
        {{ return(engagement_score_ladder(active_days_30d, session_minutes_30d, features_used_30d)) }}
    {%- endif -%}
    {%- set weights = var('engagement_weights') -%}
    cast(round(
        {{ weights.frequency }} * {{ share_of_target(active_days_30d, var('engagement_days_target')) }}
        + {{ weights.depth }} * {{ share_of_target(session_minutes_30d, var('engagement_minutes_target')) }}
        + {{ weights.breadth }} * {{ share_of_target(features_used_30d, var('engagement_features_target')) }}
    , 4) as decimal(5, 4))
{%- endmacro -%}

{#-
    Product adoption of a customer from 0 to 1: the share of the features of its plan that it has taken up, and the share of
    its users who come. No feature available and no user count as 0.
-#}
{%- macro calculate_product_adoption_score(features_adopted, features_available, user_activation_rate) -%}
    {%- if var('score_variant') == 'ladder' -%}
        {{ return(product_adoption_score_ladder(features_adopted, features_available, user_activation_rate)) }}
    {%- endif -%}
    {%- set weights = var('adoption_weights') -%}
    cast(round(
        {{ weights.breadth }} * {{ share_of_target(features_adopted, 'nullif(' ~ features_available ~ ', 0)') }}
        + {{ weights.reach }} * {{ share_of_target(user_activation_rate, 1) }}
    , 4) as decimal(5, 4))
{%- endmacro -%}

{#-
    Support ticket velocity: tickets of the last 30 days against what 30 days brought on average in the 90 days before. 1 is
    steady, 2 is twice as many. NULL where there was no ticket before: there is nothing to compare with.
-#}
{%- macro calculate_support_ticket_velocity(tickets_30d, tickets_prior_90d) -%}
    cast(round(
        {{ safe_divide('3.0 * coalesce(' ~ tickets_30d ~ ', 0)', tickets_prior_90d) }}
    , 4) as decimal(9, 4))
{%- endmacro -%}

{#-
    How well support serves a customer, 0 to 1: promises kept, a short queue, and what its users say. No ticket to judge
    counts as kept, no rating as support_satisfaction_when_unknown.
-#}
{%- macro calculate_support_score(sla_met_share, open_tickets, csat) -%}
    {%- set weights = var('support_weights') -%}
    cast(round(
        {{ weights.sla }} * least(1.0, greatest(0.0, coalesce({{ sla_met_share }}, 1.0)))
        + {{ weights.backlog }} * (1.0 - {{ share_of_target(open_tickets, var('support_open_tickets_limit')) }})
        + {{ weights.satisfaction }} * least(1.0, greatest(0.0, coalesce(
            ({{ csat }} - 1.0) / 4.0, {{ var('support_satisfaction_when_unknown') }}
        )))
    , 4) as decimal(5, 4))
{%- endmacro -%}

{#- Health seen from all sides, 0 to 1: the health score with engagement, adoption, support and payment beside it. -#}
{%- macro calculate_composite_health_score(
    customer_health_score, engagement_score, adoption_score, support_score, payment_score
) -%}
    {%- set weights = var('composite_weights') -%}
    cast(round(
        {{ weights.health }} * coalesce({{ customer_health_score }}, 0)
        + {{ weights.engagement }} * coalesce({{ engagement_score }}, 0)
        + {{ weights.adoption }} * coalesce({{ adoption_score }}, 0)
        + {{ weights.support }} * coalesce({{ support_score }}, 0)
        + {{ weights.payment }} * coalesce({{ payment_score }}, 0)
    , 4) as decimal(5, 4))
{%- endmacro -%}

{#- What a recurring price is worth in one month, in currency units. An interval that is not known gives NULL, never a guess. -#}
{%- macro normalize_to_mrr(amount_cents, billing_interval, interval_count) -%}
    cast(round(
        {{ amount_cents }} / 100.0
        * case {{ billing_interval }}
            when 'day' then 365.0 / 12.0
            when 'week' then 52.0 / 12.0
            when 'month' then 1.0
            when 'year' then 1.0 / 12.0
        end
        / nullif({{ interval_count }}, 0)
    , 4) as decimal(18, 4))
{%- endmacro -%}

{#- The stepwise health score: the first step that holds gives the score. -#}
{%- macro customer_health_score_ladder(
    subscription_status, device_events_30d, device_online_ratio, is_delinquent, mrr
) -%}
    {%- set events = 'coalesce(' ~ device_events_30d ~ ', 0)' -%}
    {%- set online = 'coalesce(' ~ device_online_ratio ~ ', 0)' -%}
    {%- set is_paid = 'not coalesce(' ~ is_delinquent ~ ', false)' -%}
    cast(case
        when {{ subscription_status }} = 'active' and {{ events }} > 1000 and {{ online }} > 0.8
            and {{ is_paid }} and coalesce({{ mrr }}, 0) > 100 then 0.95
        when {{ subscription_status }} = 'active' and {{ events }} > 500 and {{ online }} > 0.6
            and {{ is_paid }} then 0.80
        when {{ subscription_status }} = 'active' and {{ events }} > 100 and {{ online }} > 0.4 then 0.65
        when {{ subscription_status }} = 'active' and {{ events }} > 10 then 0.50
        when {{ subscription_status }} in ('trialing', 'past_due') and {{ events }} > 50 then 0.35
        when {{ subscription_status }} in ('trialing', 'past_due') then 0.20
        else 0.05
    end as decimal(5, 4))
{%- endmacro -%}

{#- The stepwise churn risk: the first step that holds gives the score. Days without a record count as the full look-back. -#}
{%- macro churn_risk_score_ladder(
    subscription_status, device_events_30d, days_since_last_activity, is_delinquent, customer_health_score
) -%}
    {%- set events = 'coalesce(' ~ device_events_30d ~ ', 0)' -%}
    {%- set days = 'coalesce(' ~ days_since_last_activity ~ ', ' ~ var('churn_lookback_days') ~ ')' -%}
    {%- set health = 'coalesce(' ~ customer_health_score ~ ', ' ~ var('risk_health_when_unknown') ~ ')' -%}
    cast(case
        when not {{ is_live_status(subscription_status) }} then 1.00
        when coalesce({{ is_delinquent }}, false) and {{ events }} < 10 then 0.95
        when {{ events }} = 0 then 0.90
        when {{ days }} > 60 and {{ events }} < 50 then 0.85
        when {{ days }} > 30 and {{ events }} < 100 then 0.70
        when {{ health }} < 0.3 then 0.65
        when {{ events }} < 100 then 0.55
        when {{ days }} > 14 then 0.40
        when {{ health }} < 0.6 then 0.30
        else 0.15
    end as decimal(5, 4))
{%- endmacro -%}

{#- The stepwise engagement score: the first step that holds gives the score. -#}
{%- macro engagement_score_ladder(active_days_30d, session_minutes_30d, features_used_30d) -%}
    {%- set days = 'coalesce(' ~ active_days_30d ~ ', 0)' -%}
    {%- set features = 'coalesce(' ~ features_used_30d ~ ', 0)' -%}
    cast(case
        when {{ days }} >= 12 and {{ features }} >= 4 then 0.95
        when {{ days }} >= 8 and {{ features }} >= 3 then 0.80
        when {{ days }} >= 4 then 0.60
        when {{ days }} >= 1 or coalesce({{ session_minutes_30d }}, 0) > 0 then 0.35
        else 0.05
    end as decimal(5, 4))
{%- endmacro -%}

{#- The stepwise product adoption score: the first step that holds gives the score. -#}
{%- macro product_adoption_score_ladder(features_adopted, features_available, user_activation_rate) -%}
    {%- set breadth = share_of_target(features_adopted, 'nullif(' ~ features_available ~ ', 0)') -%}
    {%- set reach = 'coalesce(' ~ user_activation_rate ~ ', 0)' -%}
    cast(case
        when {{ breadth }} >= 0.75 and {{ reach }} >= 0.6 then 0.95
        when {{ breadth }} >= 0.50 and {{ reach }} >= 0.4 then 0.75
        when {{ breadth }} >= 0.25 then 0.50
        when {{ breadth }} > 0 or {{ reach }} > 0 then 0.25
        else 0.05
    end as decimal(5, 4))
{%- endmacro -%}
