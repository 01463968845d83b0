-- code: M-ZEROLENGTH
-- headline: {n} survived: {first}.
-- feedback: Overlaps and equal beginnings are found. A version can also be wrong all by itself. How long must it last?
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

-- 2 what breaks one of the sentences
select *
from neighbours
where next_from < version_to
    or (version_to is null and next_from is not null)

{% endtest %}
