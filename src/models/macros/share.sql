{#- A share between 0 and 1 with four decimals; NULL when there is nothing to divide by. Give sums, never ratios. -#}
{%- macro share(numerator, denominator) -%}
    cast(round(({{ numerator }}) * 1.0 / nullif({{ denominator }}, 0), 4) as decimal(5, 4))
{%- endmacro -%}
