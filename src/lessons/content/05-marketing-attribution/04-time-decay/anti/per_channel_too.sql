-- code: M-CREDIT
-- headline: {n} {are} too high: each channel of a conversion gets a whole credit.
-- feedback: You divide by the sum of the touches of the same channel. So the journey of {key} gives away one credit for each
--   channel. How many does it have to give?
{% macro decay_credit(days_before, half_life) -%}
    {%- set weight = 'power(2, -' ~ days_before ~ ' / ' ~ half_life ~ ')' -%}
    {{ weight }} / sum({{ weight }}) over (partition by conversion_id, channel)
{%- endmacro %}
