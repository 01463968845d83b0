{#- One uptime for many rows, from seconds up and seconds observed. NULL when nothing was observed. -#}
{% macro pooled_uptime(online, observed) %}
    sum({{ online }}) * 1.0 / nullif(sum({{ observed }}), 0)
{% endmacro %}
