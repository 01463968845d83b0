-- code: M-FANOUT
-- headline: {n} {are} too high: each event counts once for every version of its tap.
-- feedback: A tap has a version for each outage, each repair and each firmware, and the join on device_id alone takes them all.
--   Which one of them was open at event_at?
select
    entity_devices_history.firmware_version,
    count(*) as events,
    count(*) filter (where tap_events.event_type = 'error') as errors
from {{ ref('stg_app_database__tap_events') }} as tap_events
inner join {{ ref('entity_devices_history') }} as entity_devices_history
    on tap_events.device_id = entity_devices_history.device_id
group by entity_devices_history.firmware_version
