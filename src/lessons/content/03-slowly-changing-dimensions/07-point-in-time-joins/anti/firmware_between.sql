-- code: M-BETWEEN
-- headline: {n} {are} too high: events at the moment of a change count twice.
-- feedback: At that moment one version ends and the next begins. A range with both ends included takes both. To which of the two
--   does the moment belong?
select
    entity_devices_history.firmware_version,
    count(*) as events,
    count(*) filter (where tap_events.event_type = 'error') as errors

from {{ ref('stg_app_database__tap_events') }} as tap_events
inner join {{ ref('entity_devices_history') }} as entity_devices_history
    on tap_events.device_id = entity_devices_history.device_id
    and tap_events.event_at between entity_devices_history.valid_from
        and coalesce(entity_devices_history.valid_to, timestamp '9999-12-31 00:00:00')
group by entity_devices_history.firmware_version
