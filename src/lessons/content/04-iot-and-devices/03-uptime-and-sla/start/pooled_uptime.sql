{#- One uptime for many rows, from seconds up and seconds observed. NULL when nothing was observed. -#}
{% macro pooled_uptime(online, observed) %}
    avg({{ online }} * 1.0 / nullif({{ observed }}, 0))
{% endmacro %}
