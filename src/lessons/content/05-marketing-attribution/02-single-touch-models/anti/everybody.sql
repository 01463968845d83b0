-- code: M-GRAIN
-- headline: There is a row without a conversion.
-- feedback: The journeys hold people who never converted too. All of them share the conversion_id NULL, and so they became one
--   group. Which rows does the task ask for?
select
    conversion_id,
    arg_min(channel, pos) as first_touch,
    arg_max(channel, pos) as last_touch,
    coalesce(arg_max(channel, pos) filter (where channel <> '{{ skipped }}'), arg_max(channel, pos)) as last_non_{{ skipped }}

from {{ ref('int_marketing__journeys') }}

group by conversion_id
