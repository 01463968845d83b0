-- code: M-BOUNDARY
-- headline: {n} on a bound {are} in the lower band.
-- feedback: The score of {key} is exactly a bound, and a bound belongs to the better band. Which comparison includes it?
{% macro health_band(customer_health_score) %}
    case
        when {{ customer_health_score }} > {{ var('health_healthy_from') }} then 'healthy'
        when {{ customer_health_score }} > {{ var('health_at_risk_from') }} then 'at_risk'
        else 'unhealthy'
    end
{% endmacro %}
{% macro health_band_v2(customer_health_score) %}
    case
        when {{ customer_health_score }} > 0.9 then 'healthy'
        when {{ customer_health_score }} > {{ var('health_at_risk_from') }} then 'at_risk'
        else 'unhealthy'
    end
{% endmacro %}
