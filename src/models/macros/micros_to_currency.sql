{#- Micros, millionths of a currency unit, to a decimal amount in currency units; nothing is rounded away. -#}
{%- macro micros_to_currency(column) -%}
    cast({{ column }} / 1000000.0 as decimal(18, 6))
{%- endmacro -%}
