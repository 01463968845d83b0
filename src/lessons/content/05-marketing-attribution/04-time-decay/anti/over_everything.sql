-- code: M-NORMALL
-- headline: {n} {are} shared among all conversions.
-- feedback: The sum below the line is over every touch there is, so all conversions together give one credit away. Which touches
--   share the credit of {key}?
{% macro decay_credit(days_before, half_life) -%}
    {%- set weight = 'power(2, -' ~ days_before ~ ' / ' ~ half_life ~ ')' -%}
    {{ weight }} / sum({{ weight }}) over ()
{%- endmacro %}
