-- code: M-SAMEAGAIN
-- headline: {n} {are} in the same band by both.
-- feedback: The past is right again, but the new definition is not there: {key} is healthy by the old bound and should not be by the new one. Which bound does the copy need?
{% macro health_band(customer_health_score) %}
    {{ band(customer_health_score, [
        ['healthy', var('health_healthy_from')],
        ['at_risk', var('health_at_risk_from')],
    ], 'unhealthy') }}
{% endmacro %}
{% macro health_band_v2(customer_health_score) %}
    {{ band(customer_health_score, [
        ['healthy', var('health_healthy_from')],
        ['at_risk', var('health_at_risk_from')],
    ], 'unhealthy') }}
{% endmacro %}
