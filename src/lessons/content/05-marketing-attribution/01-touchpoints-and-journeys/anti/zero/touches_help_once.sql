-- code: M-GRAIN
-- headline: The third test objects to sound data.
-- feedback: Conversions without a touch share the touch_id 0. Is that one touch in many journeys?
select touch_id, count(*) as journeys
from {{ ref('int_marketing__journeys') }}
group by touch_id
having count(*) > 1
