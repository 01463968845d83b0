{#- Integer cents to a decimal amount in currency units. -#}
{%- macro cents_to_currency(column) -%}
    cast({{ column }} / 100.0 as decimal(12, 2))
{%- endmacro -%}
