-- code: M-NOVERSION
-- headline: {n} {are} wrong: events without a version are counted.
-- feedback: Events of a tap that nobody knows, or from before its first version, stand there without a firmware. The task leaves
--   them out. Which word in your join keeps them?
select
    entity_devices_history.firmware_version,
    count(*) as events,
    count(*) filter (where tap_events.event_type = 'error') as errors

from {{ ref('stg_app_database__tap_events') }} as tap_events
asof left join {{ ref('entity_devices_history') }} as entity_devices_history
    on tap_events.device_id = entity_devices_history.device_id
    and tap_events.event_at >= entity_devices_history.valid_from
where entity_devices_history.valid_to is null or tap_events.event_at < entity_devices_history.valid_to
group by entity_devices_history.firmware_version
