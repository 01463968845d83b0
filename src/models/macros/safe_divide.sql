{#- A ratio that is NULL, not an error and not infinite, when there is nothing to divide by. -#}
{%- macro safe_divide(numerator, denominator) -%}
    ({{ numerator }}) / nullif({{ denominator }}, 0)
{%- endmacro -%}
