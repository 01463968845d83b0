-- title: copies that were restated, equal rows, and two messages in one second
-- relation: tap_events
-- Tap 9001: a copy with another volume. 9002: two equal rows. 9003: two messages in one second. 9004: three copies, the first
-- stands last in the file. 9005: a single message, and the clock of the device is ahead.
select
    cast(id as bigint) as id,
    cast(device_id as integer) as device_id,
    cast(1 as integer) as location_id,
    cast(event_timestamp as timestamp) as event_timestamp,
    'pour' as event_type,
    'ok' as status,
    cast(1 as smallint) as beverage,
    cast(volume_ml as smallint) as volume_ml,
    cast(38 as smallint) as temperature_dc,
    cast(118 as smallint) as pressure_dpsi,
    cast(50 as smallint) as flow_ml_s,
    cast(8 as smallint) as duration_s,
    cast(_synced_at as timestamp) as _synced_at

from (values
    (1, 9001, '2025-12-20 18:00:10', 500, '2025-12-20 18:05:00'),
    (1, 9001, '2025-12-20 18:00:10', 330, '2025-12-20 23:05:00'),
    (2, 9001, '2025-12-20 19:00:10', 330, '2025-12-20 19:05:00'),
    (2, 9001, '2025-12-20 19:00:10', 500, '2025-12-21 09:05:00'),
    (3, 9002, '2025-12-20 18:00:00', 400, '2025-12-20 18:05:00'),
    (3, 9002, '2025-12-20 18:00:00', 400, '2025-12-20 18:05:00'),
    (4, 9003, '2025-12-20 18:00:00', 250, '2025-12-20 18:05:00'),
    (5, 9003, '2025-12-20 18:00:00', 350, '2025-12-20 18:05:00'),
    (6, 9004, '2025-12-20 18:00:00', 450, '2025-12-22 02:00:00'),
    (6, 9004, '2025-12-20 18:00:00', 450, '2025-12-21 01:00:00'),
    (6, 9004, '2025-12-20 18:00:00', 450, '2025-12-20 20:30:00'),
    (7, 9005, '2025-12-20 18:20:00', 300, '2025-12-20 18:10:00')
) as given (id, device_id, event_timestamp, volume_ml, _synced_at)
