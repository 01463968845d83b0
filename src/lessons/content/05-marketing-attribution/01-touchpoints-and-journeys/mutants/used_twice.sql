-- title: a touch helps two conversions
-- hint: How often may one touch_id appear?
-- relation: int_marketing__journeys
select * from {{ ref('int_marketing__journeys') }}
union all
select * replace (
    'conversion-990009' as journey_id,
    cast(990009 as bigint) as conversion_id
)
from (
    select * from {{ ref('int_marketing__journeys') }}
    where converted and touch_id <> 0
    order by touch_id
    limit 1
) as one_touch
