-- code: M-TOOSTRICT
-- headline: The test objects to a customer who was gone for a while.
-- feedback: Between two versions of a customer there may be time in which there was no such customer. Is a gap among the sentences
--   that this test is for?
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
    or next_from <> version_to
    or next_from <= version_from
    or (version_to is null and next_from is not null)

{% endtest %}
