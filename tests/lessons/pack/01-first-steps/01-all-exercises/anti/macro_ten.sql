-- code: M-CENTS
-- headline: Every amount is ten times too large.
-- feedback: How many cents does one unit have?
{% macro cents_to_currency(column) %}
    cast({{ column }} as decimal(18, 2)) / 10
{% endmacro %}
