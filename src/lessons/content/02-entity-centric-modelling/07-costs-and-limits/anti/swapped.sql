-- code: M-SWAPPED
-- headline: For {n} the two are the wrong way round.
-- feedback: The old name has the new bound. Which of the two is read by the reports that have been sent?
{% macro health_band(customer_health_score) %}
    {{ band(customer_health_score, [
        ['healthy', 0.9],
        ['at_risk', var('health_at_risk_from')],
    ], 'unhealthy') }}
{% endmacro %}
{% macro health_band_v2(customer_health_score) %}
    {{ band(customer_health_score, [
        ['healthy', var('health_healthy_from')],
        ['at_risk', var('health_at_risk_from')],
    ], 'unhealthy') }}
{% endmacro %}
