-- code: M-DENOM
-- headline: {n} {are} divided by a full week for each device.
-- feedback: A device of customer {key} was not observed all week, and the rest of it counts as down. Which seconds are really known?
{#- One uptime for many rows, from seconds up and seconds observed. NULL when nothing was observed. -#}
{% macro pooled_uptime(online, observed) %}
    sum({{ online }}) * 1.0 / nullif(count(*) * 7 * 86400, 0)
{% endmacro %}
