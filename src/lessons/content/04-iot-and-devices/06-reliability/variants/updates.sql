-- title: an update at midnight, two in one day, a firmware that nobody knows, days of unequal length
-- relation: entity_devices_history
with

versions as (

    select * from (values
        (9001, '3.1.0', timestamp '2025-03-01 10:00:00', timestamp '2025-03-05 00:00:00'),
        (9001, '3.2.0', timestamp '2025-03-05 00:00:00', timestamp '2025-03-08 14:00:00'),
        (9001, '3.3.0', timestamp '2025-03-08 14:00:00', null),
        (9002, null, timestamp '2025-02-01 10:00:00', timestamp '2025-03-04 00:00:00'),
        (9002, '3.1.0', timestamp '2025-03-04 00:00:00', timestamp '2025-03-06 09:00:00'),
        (9002, '3.2.0', timestamp '2025-03-06 09:00:00', timestamp '2025-03-06 15:00:00'),
        (9002, '3.3.0', timestamp '2025-03-06 15:00:00', null),
        (9003, '3.2.0', timestamp '2025-03-02 08:00:00', null)
    ) as given (device_id, firmware_version, valid_from, valid_to)

)

select
    md5(device_id || '|' || valid_from) as device_history_id,
    cast(device_id as integer) as device_id,
    cast(1 as integer) as location_id,
    cast(1 as integer) as customer_id,
    'online' as status,
    'online' as previous_status,
    firmware_version,
    cast(null as varchar) as previous_firmware_version,
    cast(null as varchar) as cause,
    'firmware' as change_type,
    'firmware_version' as changed_columns,
    cast(null as decimal(12, 2)) as mtbf_hours,
    false as is_rapid_failure,
    valid_to is null as is_current,
    valid_from,
    valid_to

from versions
-- relation: entity_devices_daily
select
    cast(devices.device_id as integer) as device_id,
    cast(1 as integer) as location_id,
    cast(1 as integer) as customer_id,
    '3.3.0' as firmware_version,
    cast(10 as integer) as pours,
    cast(4 as integer) as volume_litres,
    cast((devices.device_id + day(days.date_day)) % 4 as smallint) as error_count,
    cast(0 as smallint) as anomaly_count,
    cast(case when day(days.date_day) % 3 = 0 then 7200 else 86400 end as integer) as online_seconds,
    cast(86400 as integer) as observed_seconds,
    cast(1 as decimal(5, 4)) as uptime_ratio,
    cast(1 as decimal(5, 4)) as uptime_ratio_7d,
    cast(3.8 as decimal(4, 1)) as temp_c,
    cast(days.date_day as date) as date_day

from (values (9001), (9002), (9003)) as devices (device_id)
cross join (
    select unnest(generate_series(date '2025-03-03', date '2025-03-12', interval 1 day)) as date_day
) as days
