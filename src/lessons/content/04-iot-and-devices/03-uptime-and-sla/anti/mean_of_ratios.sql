-- code: M-AVGAVG
-- headline: {n} {are} given an average of ratios.
-- feedback: Customer {key} has devices that were observed for different times, and each ratio got the same weight. Which two sums make
--   the ratio of all its seconds?
{#- One uptime for many rows, from seconds up and seconds observed. NULL when nothing was observed. -#}
{% macro pooled_uptime(online, observed) %}
    avg({{ online }} * 1.0 / nullif({{ observed }}, 0))
{% endmacro %}
