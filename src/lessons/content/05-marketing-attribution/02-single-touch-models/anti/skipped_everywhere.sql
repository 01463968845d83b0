-- code: M-FILTERALL
-- headline: {n} {are} missing, or credited as if some touches did not exist.
-- feedback: The condition on the channel stands in where, so first and last touch never see the rows that it drops. For which of
--   the three rules is it meant?
select
    conversion_id,
    arg_min(channel, pos) as first_touch,
    arg_max(channel, pos) as last_touch,
    arg_max(channel, pos) as last_non_{{ skipped }}

from {{ ref('int_marketing__journeys') }}
where converted
    and channel <> '{{ skipped }}'
group by conversion_id
