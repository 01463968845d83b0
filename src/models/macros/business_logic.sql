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
    {%- set lookback = var('churn_lookback_days') -%}
    cast(round(
        case
            when not {{ is_live_status(subscription_status) }} then 1.0
            else
                {{ weights.health }} * (1.0 - coalesce({{ customer_health_score }}, {{ var('risk_health_when_unknown') }}))
                + {{ weights.recency }} * least(1.0, coalesce({{ days_since_last_activity }}, {{ lookback }}) / {{ lookback }})
                + {{ weights.usage }} * (1.0 - {{ usage_part(device_events_30d) }})
                + {{ weights.delinquency }} * (1.0 - {{ payment_part(is_delinquent) }})
                + {{ weights.status }} * {{ status_points(subscription_status, var('risk_status_points')) }}
        end
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
