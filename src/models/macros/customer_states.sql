{#- Names of states and bands, so that every table uses the same words at the same boundaries. -#}

{#- True while the subscription still runs. NULL counts as ended. -#}
{%- macro is_live_status(subscription_status) -%}
    (coalesce({{ subscription_status }}, '') in ('active', 'trialing', 'past_due', 'paused'))
{%- endmacro -%}

{#- True while the subscription is billed, and so counts towards MRR. -#}
{%- macro is_paying_status(subscription_status) -%}
    ({{ subscription_status }} in ('active', 'past_due'))
{%- endmacro -%}

{#- Which of several subscriptions speaks for the customer: the lowest number wins. -#}
{%- macro subscription_status_rank(subscription_status) -%}
    (case {{ subscription_status }}
        when 'active' then 1 when 'past_due' then 2 when 'trialing' then 3
        when 'paused' then 4 when 'unpaid' then 5 when 'canceled' then 6 else 7 end)
{%- endmacro -%}

{#- The commercial state of a customer. `has_ever_paid` parts a lost customer from a trial that came to nothing. -#}
{%- macro customer_status(subscription_status, has_ever_paid) -%}
    case
        when {{ is_paying_status(subscription_status) }} then 'active'
        when {{ subscription_status }} = 'trialing' then 'trial'
        when {{ subscription_status }} = 'paused' then 'paused'
        when {{ has_ever_paid }} then 'churned'
        when {{ subscription_status }} is null then 'prospect'
        else 'trial_lost'
    end
{%- endmacro -%}

{%- macro health_band(customer_health_score) -%}
    {{ band(customer_health_score, [
        ['healthy', var('health_healthy_from')],
        ['at_risk', var('health_at_risk_from')],
    ], 'unhealthy') }}
{%- endmacro -%}

{%- macro customer_tier(mrr) -%}
    {{ band(mrr, [
        ['enterprise', var('tier_enterprise_from_mrr')],
        ['mid_market', var('tier_mid_market_from_mrr')],
    ], 'smb') }}
{%- endmacro -%}
