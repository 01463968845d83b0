-- code: M-BETWEEN
-- headline: {n} lives: {first}.
-- feedback: The window is open at its old end. Is a touch that is exactly as old as the look-back in or out?
select conversion_id, touch_id, days_before
from {{ ref('int_marketing__journeys') }}
where days_before < 0
    or days_before > {{ var('attribution_window_days') }}
