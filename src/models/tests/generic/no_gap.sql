{#-
    In a history: a version ends when the next one of its key begins. `unless` is a condition on the version before the gap,
    for keys that may be gone for a while and come back.
-#}
{% test no_gap(model, key, valid_from='valid_from', valid_to='valid_to', unless='false') %}
with

neighbours as (

    select
        *,
        lead({{ valid_from }}) over (
            partition by {{ key }} order by {{ valid_from }}, {{ valid_to }} nulls last
        ) as next_version_from

    from {{ model }}

)

select * from neighbours
where {{ valid_to }} < next_version_from
    and not ({{ unless }})
{% endtest %}
