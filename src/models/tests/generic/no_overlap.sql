{#-
    In a history: of the versions of a key at most one is in force at any time, and each lasts. Versions are half-open, from
    valid_from up to, not including, valid_to, which is NULL while open. It is enough to look at neighbours: a version that
    reaches into a later one reaches into the next one too.
-#}
{% test no_overlap(model, key, valid_from='valid_from', valid_to='valid_to') %}
with

neighbours as (

    select
        {{ key }},
        {{ valid_from }} as version_from,
        {{ valid_to }} as version_to,
        lead({{ valid_from }}) over (
            partition by {{ key }} order by {{ valid_from }}, {{ valid_to }} nulls last
        ) as next_version_from

    from {{ model }}

)

select * from neighbours
where version_to <= version_from
    or next_version_from < version_to
    or (version_to is null and next_version_from is not null)
{% endtest %}
