{# 1 as it was agreed; whoever reads it keeps their numbers #}
{% macro health_band(customer_health_score) %}
    {{ band(customer_health_score, [
        ['healthy', var('health_healthy_from')],
        ['at_risk', var('health_at_risk_from')],
    ], 'unhealthy') }}
{% endmacro %}

{#- 2 the new definition under a name of its own -#}
{% macro health_band_v2(customer_health_score) %}
    {{ band(customer_health_score, [
        ['healthy', 0.9],
        ['at_risk', var('health_at_risk_from')],
    ], 'unhealthy') }}
{% endmacro %}
