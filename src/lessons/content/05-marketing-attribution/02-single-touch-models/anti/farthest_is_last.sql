-- code: M-REVERSED
-- headline: First and last have changed places for {n}.
-- feedback: days_before counts back from the conversion: it is largest where the journey of {key} began. Which end did you want?
select
    conversion_id,
    arg_min(channel, -pos) as first_touch,
    arg_max(channel, -pos) as last_touch,
    coalesce(arg_max(channel, -pos) filter (where channel <> '{{ skipped }}'), arg_max(channel, -pos)) as last_non_{{ skipped }}

from {{ ref('int_marketing__journeys') }}
where converted
group by conversion_id
