-- code: M-LATESTMAX
-- headline: {n} {are} credited by the alphabet.
-- feedback: For {key}, max(channel) is the channel that comes last in the alphabet. You want the channel of the row that comes last
--   in time. Which aggregate takes one column from the row where another is largest?
select
    conversion_id,
    min(channel) as first_touch,
    max(channel) as last_touch,
    coalesce(max(channel) filter (where channel <> '{{ skipped }}'), max(channel)) as last_non_{{ skipped }}

from {{ ref('int_marketing__journeys') }}
where converted
group by conversion_id
