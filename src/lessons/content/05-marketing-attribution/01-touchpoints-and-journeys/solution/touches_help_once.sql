-- Touches that stand in more than one journey.
select touch_id, count(*) as journeys
from {{ ref('int_marketing__journeys') }}
where touch_id <> 0
group by touch_id
having count(*) > 1
