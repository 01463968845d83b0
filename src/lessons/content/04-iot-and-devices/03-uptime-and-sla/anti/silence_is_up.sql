-- code: M-UNOBSERVED
-- headline: {n} {are} called up although nothing was observed.
-- feedback: No device of customer {key} was observed, and you report full uptime. What is known about it?
{#- One uptime for many rows, from seconds up and seconds observed. NULL when nothing was observed. -#}
{% macro pooled_uptime(online, observed) %}
    coalesce(sum({{ online }}) * 1.0 / nullif(sum({{ observed }}), 0), 1)
{% endmacro %}
