-- code: M-ONESTEP
-- headline: The third rule stops too early for {n}.
-- feedback: {key} ends with the skipped channel more than once in a row. One step back is not always enough. How far back does
--   the rule look?
select
    conversion_id,
    arg_min(channel, pos) as first_touch,
    arg_max(channel, pos) as last_touch,
    case
        when arg_max(channel, pos) = '{{ skipped }}'
            then coalesce(arg_max(channel, pos) filter (where pos = n_touches - 1), arg_max(channel, pos))
        else arg_max(channel, pos)
    end as last_non_{{ skipped }}

from {{ ref('int_marketing__journeys') }}
where converted
group by conversion_id
