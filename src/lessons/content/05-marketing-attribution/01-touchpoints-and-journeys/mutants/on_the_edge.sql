-- title: a touch exactly as old as the look-back is credited
-- hint: Which end of the window is in, and which is out?
-- relation: int_marketing__journeys
select * from {{ ref('int_marketing__journeys') }}
union all
select * replace (
    touch_id + 900000000 as touch_id,
    pos + 100 as pos,
    cast({{ var('attribution_window_days') }} as double) as days_before
)
from (
    select * from {{ ref('int_marketing__journeys') }}
    where converted and touch_id <> 0
    order by touch_id
    limit 1
) as one_touch
