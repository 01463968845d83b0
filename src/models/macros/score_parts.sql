{#- The parts that the scores are made of; each is a SQL expression between 0 and 1 that is never NULL. -#}

{#- Points of a status from a var like {active: 1.0, trialing: 0.6}; a status that is not listed, or NULL, has 0. -#}
{%- macro status_points(subscription_status, points) -%}
    (case {{ subscription_status }}
        {%- for status, value in points.items() %} when '{{ status }}' then {{ value }}{% endfor %} else 0.0 end)
{%- endmacro -%}

{#- Usage: device events of 30 days against the target. -#}
{%- macro usage_part(device_events_30d) -%}
    least(1.0, greatest(0.0, coalesce({{ device_events_30d }}, 0) / {{ var('health_events_target') }}))
{%- endmacro -%}

{#- Online: the share of observed device time that was online. -#}
{%- macro online_part(device_online_ratio) -%}
    least(1.0, greatest(0.0, coalesce({{ device_online_ratio }}, {{ var('health_online_when_unknown') }})))
{%- endmacro -%}

{#- Payment: 0 when an invoice is overdue. -#}
{%- macro payment_part(is_delinquent) -%}
    (case when coalesce({{ is_delinquent }}, false) then 0.0 else 1.0 end)
{%- endmacro -%}

{#- Value: MRR against the amount that counts as full value. -#}
{%- macro value_part(mrr) -%}
    least(1.0, greatest(0.0, coalesce({{ mrr }}, 0) / {{ var('health_mrr_target') }}))
{%- endmacro -%}

{#- Any measure against the amount that counts as full; nothing measured, or nothing to measure it against, is 0. -#}
{%- macro share_of_target(value, target) -%}
    least(1.0, greatest(0.0, coalesce(({{ value }}) / ({{ target }}), 0)))
{%- endmacro -%}

{#- Silence: days without activity against churn_lookback_days; no activity on record is the full look-back. -#}
{%- macro recency_part(days_since_last_activity) -%}
    least(1.0, coalesce({{ days_since_last_activity }}, {{ var('churn_lookback_days') }}) / {{ var('churn_lookback_days') }})
{%- endmacro -%}
