-- code: M-GRAIN
-- headline: {n} {are} shared with another conversion of the same customer.
-- feedback: The customer of {key} converted more than once, and each conversion has a credit of its own to give. Which column tells
--   them apart?
{% macro decay_credit(days_before, half_life) -%}
    {%- set weight = 'power(2, -' ~ days_before ~ ' / ' ~ half_life ~ ')' -%}
    {{ weight }} / sum({{ weight }}) over (partition by customer_id)
{%- endmacro %}
