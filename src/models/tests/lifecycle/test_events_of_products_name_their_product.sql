-- An event that the rules know from some product says from which one it came.
select events.event_id, events.event_type
from {{ ref('bronze_events') }} as events
where events.product_id is null
    and events.event_type in (select event_type from {{ ref('seed_product_event_rules') }})
