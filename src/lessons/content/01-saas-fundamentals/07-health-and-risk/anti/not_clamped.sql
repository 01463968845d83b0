-- code: M-CLAMP
-- headline: {n} {are} scored with a ratio that is out of range.
-- feedback: The ratio of {key} is below 0 or above 1: a clock was wrong. One bad reading may not outweigh the other parts. What holds
--   a value between two bounds?
{% macro calculate_customer_health_score(
    subscription_status, device_events_30d, device_online_ratio, is_delinquent, mrr
) %}
    {%- set weights = var('health_weights') -%}
    cast(round(
        least(
            {{ weights.status }} * {{ status_points(subscription_status, var('health_status_points')) }}
            + {{ weights.usage }} * {{ usage_part(device_events_30d) }}
            + {{ weights.online }} * coalesce({{ device_online_ratio }}, {{ var('health_online_when_unknown') }})
            + {{ weights.payment }} * {{ payment_part(is_delinquent) }}
            + {{ weights.value }} * {{ value_part(mrr) }},
            case
                when {{ is_live_status(subscription_status) }} then 1.0
                else {{ var('health_ended_cap') }}
            end
        )
    , 4) as decimal(5, 4))
{% endmacro %}
