-- Touches outside of the window of their conversion.
select conversion_id, touch_id, days_before
from {{ ref('int_marketing__journeys') }}
where false
