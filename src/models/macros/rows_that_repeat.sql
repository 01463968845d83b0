{#- For a singular test: the keys that occur more than once, or have an empty part, in a relation whose key has several columns. -#}
{%- macro rows_that_repeat(relation, columns) -%}
    select
        {{ columns | join(',\n        ') }},
        count(*) as copies

    from {{ relation }}
    group by {{ columns | join(', ') }}
    having count(*) > 1
        {%- for column in columns %}
        or {{ column }} is null
        {%- endfor %}
{%- endmacro -%}
