-- One row for each conversion. The first rule is done; the other two are missing.
select
    conversion_id,
    arg_min(channel, pos) as first_touch,
    arg_min(channel, pos) as last_touch,
    arg_min(channel, pos) as last_non_{{ skipped }}

from {{ ref('int_marketing__journeys') }}
where converted
group by conversion_id
