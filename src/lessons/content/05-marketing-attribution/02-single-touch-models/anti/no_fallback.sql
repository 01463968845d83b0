-- code: M-NOFALLBACK
-- headline: {n} {are} without an answer by the third rule.
-- feedback: Every touch of {key} has the channel that the rule looks past, so nothing is left and the aggregate is NULL. To whom
--   does the task give the credit then?
select
    conversion_id,
    arg_min(channel, pos) as first_touch,
    arg_max(channel, pos) as last_touch,
    arg_max(channel, pos) filter (where channel <> '{{ skipped }}') as last_non_{{ skipped }}

from {{ ref('int_marketing__journeys') }}
where converted
group by conversion_id
