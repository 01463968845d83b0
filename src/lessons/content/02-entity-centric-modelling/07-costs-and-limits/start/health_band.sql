{# Bands of the health score. Raised to 0.9 last spring: too many were healthy. #}
{% macro health_band(customer_health_score) %}
    {{ band(customer_health_score, [
        ['healthy', 0.9],
        ['at_risk', var('health_at_risk_from')],
    ], 'unhealthy') }}
{% endmacro %}

{% macro health_band_v2(customer_health_score) %}
    cast(null as varchar)
{% endmacro %}
