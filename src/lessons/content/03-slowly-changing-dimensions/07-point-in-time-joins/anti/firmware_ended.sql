-- code: M-ASOFEND
-- headline: {n} {are} too high: a version counts that had ended.
-- feedback: ASOF takes the last version that began before the event, and does not look at valid_to. A tap that was taken away
--   before the event still matches. Which condition is missing?
select
    entity_devices_history.firmware_version,
    count(*) as events,
    count(*) filter (where tap_events.event_type = 'error') as errors

from {{ ref('stg_app_database__tap_events') }} as tap_events
asof join {{ ref('entity_devices_history') }} as entity_devices_history
    on tap_events.device_id = entity_devices_history.device_id
    and tap_events.event_at >= entity_devices_history.valid_from
group by entity_devices_history.firmware_version
