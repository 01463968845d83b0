-- code: M-MORETHANONE
-- headline: {n} {are} in another band than they should be.
-- feedback: {key} became unhealthy, although nobody asked for that bound to move. Which bounds does the new definition change?
{% macro health_band(customer_health_score) %}
    {{ band(customer_health_score, [
        ['healthy', var('health_healthy_from')],
        ['at_risk', var('health_at_risk_from')],
    ], 'unhealthy') }}
{% endmacro %}
{% macro health_band_v2(customer_health_score) %}
    {{ band(customer_health_score, [
        ['healthy', 0.9],
        ['at_risk', 0.6],
    ], 'unhealthy') }}
{% endmacro %}
