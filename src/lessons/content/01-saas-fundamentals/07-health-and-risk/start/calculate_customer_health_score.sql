{#- Health from 0 (lost) to 1 (thriving): five weights times five parts. -#}
{% macro calculate_customer_health_score(
    subscription_status, device_events_30d, device_online_ratio, is_delinquent, mrr
) %}
    {%- set weights = var('health_weights') -%}
    cast(round(
        least(
            {{ weights.status }} * {{ status_points(subscription_status, var('health_status_points')) }}
            + {{ weights.usage }} * {{ usage_part(device_events_30d) }}
            + {{ weights.online }} * (case
                when {{ device_online_ratio }} > 1.0 then 1.0
                when {{ device_online_ratio }} < 0.0 then 0.0
                else {{ device_online_ratio }}
            end)
            + {{ weights.payment }} * {{ payment_part(is_delinquent) }}
            + {{ weights.value }} * {{ value_part(mrr) }},
            case
                when {{ is_live_status(subscription_status) }} then 1.0
                else {{ var('health_ended_cap') }}
            end
        )
    , 4) as decimal(5, 4))
{% endmacro %}
