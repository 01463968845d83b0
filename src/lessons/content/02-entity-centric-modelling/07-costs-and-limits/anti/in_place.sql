-- code: M-SILENT
-- headline: The past of {n} has changed under the old name.
-- feedback: The new definition has a name now, but the old name carries it too. What did the readers of health_band agree to?
{% macro health_band(customer_health_score) %}
    {{ band(customer_health_score, [
        ['healthy', 0.9],
        ['at_risk', var('health_at_risk_from')],
    ], 'unhealthy') }}
{% endmacro %}
{% macro health_band_v2(customer_health_score) %}
    {{ band(customer_health_score, [
        ['healthy', 0.9],
        ['at_risk', var('health_at_risk_from')],
    ], 'unhealthy') }}
{% endmacro %}
