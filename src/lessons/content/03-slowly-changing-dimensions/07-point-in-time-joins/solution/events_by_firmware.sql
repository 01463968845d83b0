select
    entity_devices_history.firmware_version,
    count(*) as events,
    count(*) filter (where tap_events.event_type = 'error') as errors

-- 1 the last version of the same tap that had begun
from {{ ref('stg_app_database__tap_events') }} as tap_events
asof join {{ ref('entity_devices_history') }} as entity_devices_history
    on tap_events.device_id = entity_devices_history.device_id
    and tap_events.event_at >= entity_devices_history.valid_from
-- 2 and had not ended
where entity_devices_history.valid_to is null
    or tap_events.event_at < entity_devices_history.valid_to
group by entity_devices_history.firmware_version
