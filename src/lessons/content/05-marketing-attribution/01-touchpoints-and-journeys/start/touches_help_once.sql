-- Touches that stand in more than one journey.
select touch_id
from {{ ref('int_marketing__journeys') }}
where false
