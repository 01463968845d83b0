-- code: M-NULLZERO
-- headline: {n} {are} punished for what nobody knows.
-- feedback: {key} has no observed device, and scores as if its devices were dark. Note that greatest and least pass NULL over. Is
--   unknown the same as bad?
{% macro calculate_customer_health_score(
    subscription_status, device_events_30d, device_online_ratio, is_delinquent, mrr
) %}
    {%- set weights = var('health_weights') -%}
    cast(round(
        least(
            {{ weights.status }} * {{ status_points(subscription_status, var('health_status_points')) }}
            + {{ weights.usage }} * {{ usage_part(device_events_30d) }}
            + {{ weights.online }} * least(1.0, greatest(0.0, coalesce({{ device_online_ratio }}, 0.0)))
            + {{ weights.payment }} * {{ payment_part(is_delinquent) }}
            + {{ weights.value }} * {{ value_part(mrr) }},
            case
                when {{ is_live_status(subscription_status) }} then 1.0
                else {{ var('health_ended_cap') }}
            end
        )
    , 4) as decimal(5, 4))
{% endmacro %}
