-- title: a touch of half a year ago is credited
-- hint: Which value of days_before is too much?
-- relation: int_marketing__journeys
select * from {{ ref('int_marketing__journeys') }}
union all
select * replace (
    touch_id + 900000000 as touch_id,
    pos + 100 as pos,
    cast({{ var('attribution_window_days') }} * 2 as double) as days_before
)
from (
    select * from {{ ref('int_marketing__journeys') }}
    where converted and touch_id <> 0
    order by touch_id
    limit 1
) as one_touch
