-- code: M-HINDSIGHT
-- headline: {n} lives: {first}.
-- feedback: A window has two ends. You look at the old one. What would days_before be for a touch that came too late?
select conversion_id, touch_id, days_before
from {{ ref('int_marketing__journeys') }}
where days_before >= {{ var('attribution_window_days') }}
