-- One row for each conversion.
select
    conversion_id,
    -- 1 the channel of the row that comes first, and of the one that comes last
    arg_min(channel, pos) as first_touch,
    arg_max(channel, pos) as last_touch,
    -- 2 the last of some rows only; 3 and if there are none, the last of all
    coalesce(
        arg_max(channel, pos) filter (where channel <> '{{ skipped }}'),
        arg_max(channel, pos)
    ) as last_non_{{ skipped }}

from {{ ref('int_marketing__journeys') }}
where converted
group by conversion_id
