-- What was sent as qualifying or activating is what seed_product_event_rules says about the
-- event of the product; without a rule an event is neither.
select
    events.event_id,
    events.event_type,
    events.product_id,
    events.is_qualifying_event,
    rules.is_qualifying

from {{ ref('bronze_events') }} as events
left join {{ ref('seed_product_event_rules') }} as rules
    on events.event_type = rules.event_type
    and events.product_id = rules.product_id
where events.is_qualifying_event <> coalesce(rules.is_qualifying, false)
    or events.is_activation_event <> coalesce(rules.is_activation, false)
