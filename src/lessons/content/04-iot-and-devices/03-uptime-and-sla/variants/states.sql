-- title: states that cross, touch, cover and miss the week, and devices that nobody watched all of it
-- relation: entity_devices_history
-- Times in hours from the beginning of the week of 168 hours. 9001: one open state over all of it. 9002: an outage over its beginning,
-- 9003 over its end. 9004: ends as it begins. 9005: begins as it ends. 9006: installed in the middle. 9007: down all week.
-- 9008: many short states. 9009: switched off. 9010: in maintenance, then open and down.
with

states as (

    select * from (values
        (9001, 1, 'online', 'installed', -500, null),
        (9002, 2, 'online', 'installed', -500, -6),
        (9002, 2, 'offline', 'failure', -6, 12),
        (9002, 2, 'online', 'recovery', 12, null),
        (9003, 2, 'online', 'installed', -500, 160),
        (9003, 2, 'offline', 'failure', 160, 190),
        (9003, 2, 'online', 'recovery', 190, null),
        (9004, 3, 'online', 'installed', -500, 0),
        (9004, 3, 'retired', 'retired', 0, null),
        (9005, 3, 'online', 'installed', 168, null),
        (9006, 3, 'online', 'installed', 120, 130),
        (9006, 3, 'offline', 'failure', 130, 134),
        (9006, 3, 'online', 'recovery', 134, null),
        (9007, 4, 'online', 'installed', -90, -10),
        (9007, 4, 'offline', 'failure', -10, 200),
        (9007, 4, 'online', 'recovery', 200, null),
        (9008, 4, 'unrecorded', 'installed', -500, 20),
        (9008, 4, 'online', 'log', 20, 21),
        (9008, 4, 'offline', 'failure', 21, 22),
        (9008, 4, 'online', 'recovery', 22, 90),
        (9008, 4, 'offline', 'failure', 90, 91),
        (9008, 4, 'online', 'recovery', 91, null),
        (9009, 5, 'online', 'installed', -500, -100),
        (9009, 5, 'offline', 'switched_off', -100, null),
        (9010, 4, 'maintenance', 'maintenance', -5, 24),
        (9010, 4, 'offline', 'failure', 24, null)
    ) as given (device_id, customer_id, status, change_type, from_hour, to_hour)

)

select
    md5(device_id || '|' || from_hour) as device_history_id,
    cast(device_id as integer) as device_id,
    cast(1 as integer) as location_id,
    cast(customer_id as integer) as customer_id,
    status,
    cast(null as varchar) as previous_status,
    '3.3.0' as firmware_version,
    '3.3.0' as previous_firmware_version,
    case when change_type = 'failure' then 'network' end as cause,
    change_type,
    'status' as changed_columns,
    cast(null as decimal(12, 2)) as mtbf_hours,
    false as is_rapid_failure,
    to_hour is null as is_current,
    {{ as_of_timestamp() }} - interval 14 day + to_hours(from_hour) as valid_from,
    {{ as_of_timestamp() }} - interval 14 day + to_hours(to_hour) as valid_to

from states
