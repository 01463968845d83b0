-- code: M-SURVIVOR
-- headline: {n} {are} counted by the firmware of today.
-- feedback: The current version says what runs now. An event from before the update was sent by the old firmware. Which version had
--   begun last before event_at?
select
    entity_devices_history.firmware_version,
    count(*) as events,
    count(*) filter (where tap_events.event_type = 'error') as errors

from {{ ref('stg_app_database__tap_events') }} as tap_events
inner join {{ ref('entity_devices_history') }} as entity_devices_history
    on tap_events.device_id = entity_devices_history.device_id
    and entity_devices_history.is_current
group by entity_devices_history.firmware_version
