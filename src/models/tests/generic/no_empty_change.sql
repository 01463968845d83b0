{#- In a history: each version differs from the one before it of the same key in at least one of the `columns`; NULL is a value here. -#}
{% test no_empty_change(model, key, columns, valid_from='valid_from') %}
with

neighbours as (

    select
        {{ key }},
        {{ valid_from }},
        {%- for column in columns %}
        {{ column }} is not distinct from lag({{ column }}) over by_key as is_same_{{ column }},
        {%- endfor %}
        row_number() over by_key > 1 as has_version_before

    from {{ model }}
    window by_key as (partition by {{ key }} order by {{ valid_from }})

)

select * from neighbours
where has_version_before
    {%- for column in columns %}
    and is_same_{{ column }}
    {%- endfor %}
{% endtest %}
