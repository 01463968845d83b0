-- code: M-BOUNDARY
-- headline: {n} {are} wrong: events at the moment of a change got the version before.
-- feedback: A version begins at valid_from, and that moment is part of it. Does your inequality let the two be equal?
select
    entity_devices_history.firmware_version,
    count(*) as events,
    count(*) filter (where tap_events.event_type = 'error') as errors

from {{ ref('stg_app_database__tap_events') }} as tap_events
asof join {{ ref('entity_devices_history') }} as entity_devices_history
    on tap_events.device_id = entity_devices_history.device_id
    and tap_events.event_at > entity_devices_history.valid_from
where entity_devices_history.valid_to is null or tap_events.event_at <= entity_devices_history.valid_to
group by entity_devices_history.firmware_version
