{% macro decay_credit(days_before, half_life) -%}
    {%- set weight = 'power(2, -' ~ days_before ~ ' / ' ~ half_life ~ ')' -%}
    {{ weight }} / sum({{ weight }}) over (partition by conversion_id)
{%- endmacro %}
