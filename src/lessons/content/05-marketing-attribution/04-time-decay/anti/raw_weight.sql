-- code: M-CREDIT
-- headline: {n} {are} weights, not credits.
-- feedback: The weight of {key} does not know the other touches of its conversion. By what must it be divided, so that all of
--   them sum to 1?
{% macro decay_credit(days_before, half_life) -%}
    {%- set weight = 'power(2, -' ~ days_before ~ ' / ' ~ half_life ~ ')' -%}
    {{ weight }}
{%- endmacro %}
