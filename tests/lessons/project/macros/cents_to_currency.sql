{% macro cents_to_currency(column) %}
    cast({{ column }} as decimal(18, 2)) / 100
{% endmacro %}
