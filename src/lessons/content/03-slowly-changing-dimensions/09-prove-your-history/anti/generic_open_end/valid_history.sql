-- code: M-OPENEND
-- headline: {n} survived: {first}.
-- feedback: A version in the middle that was never closed has no end to compare with. What does it mean when there is no end, but
--   there is a next version?
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
where version_to <= version_from
    or next_from < version_to
    or next_from <= version_from

{% endtest %}
