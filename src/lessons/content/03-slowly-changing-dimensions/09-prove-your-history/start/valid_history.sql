{% test valid_history(model, id, valid_from='valid_from', valid_to='valid_to') %}

with

-- 1 each version with the beginning of the next one of its key
neighbours as (

    select
        {{ id }},
        {{ valid_from }} as version_from,
        {{ valid_to }} as version_to,
        lead({{ valid_from }}) over (
            partition by {{ id }} order by {{ valid_from }}, {{ valid_to }} nulls last
        ) as next_from

    from {{ model }}

)

-- 2 what breaks one of the sentences; so far only a version that ends before it begins
select *
from neighbours
where version_to < version_from

{% endtest %}
