-- title: events at an update, before the first version and after the last
-- relation: stg_app_database__tap_events
-- 9001: before, at and after an update. 9002: before its first version, and at it. 9003: after it was taken away. 9004: unknown.
select template.* replace (
    given.event_id as event_id,
    given.device_id as device_id,
    given.event_type as event_type,
    cast(given.event_at as timestamp) as event_at
)
from (values
    (1, 9001, 'pour', '2025-01-01 00:00:00'), (2, 9001, 'error', '2025-01-10 11:59:00'), (3, 9001, 'error', '2025-01-10 12:00:00'),
    (4, 9001, 'pour', '2025-02-01 08:00:00'),
    (5, 9002, 'pour', '2025-01-04 23:00:00'), (6, 9002, 'pour', '2025-01-05 00:00:00'),
    (7, 9003, 'error', '2025-01-02 00:00:00'), (8, 9003, 'error', '2025-01-20 00:00:00'), (9, 9003, 'pour', '2025-01-15 00:00:00'),
    (10, 9004, 'heartbeat', '2025-01-20 00:00:00')
) as given (event_id, device_id, event_type, event_at)
cross join (select * from {{ ref('stg_app_database__tap_events') }} limit 1) as template
-- relation: entity_devices_history
select template.* replace (
    given.device_id as device_id,
    given.firmware as firmware_version,
    given.valid_to is null as is_current,
    cast(given.valid_from as timestamp) as valid_from,
    cast(given.valid_to as timestamp) as valid_to
)
from (values
    (9001, '1.0.0', '2025-01-01 00:00:00', '2025-01-10 12:00:00'), (9001, '1.1.0', '2025-01-10 12:00:00', null),
    (9002, '1.0.0', '2025-01-05 00:00:00', '2025-03-01 00:00:00'), (9002, '1.2.0', '2025-03-01 00:00:00', null),
    (9003, '1.1.0', '2025-01-01 00:00:00', '2025-01-15 00:00:00')
) as given (device_id, firmware, valid_from, valid_to)
cross join (select * from {{ ref('entity_devices_history') }} limit 1) as template
