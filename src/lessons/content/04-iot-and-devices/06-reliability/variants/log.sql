-- title: a type that never failed, an open outage, one just at the beginning of the log, devices of unequal age
-- relation: stg_app_database__devices
select * exclude (ordinal) replace (
    cast(9000 + ordinal as integer) as device_id,
    case when ordinal <= 3 then 'tap_controller' when ordinal <= 5 then 'sensor' else 'gateway' end as device_type
)
from (
    select *, row_number() over (order by device_id) as ordinal
    from {{ ref('stg_app_database__devices') }}
) as numbered
where ordinal <= 6
-- relation: entity_devices_daily
select
    cast(given.device_id as integer) as device_id,
    cast(1 as integer) as location_id,
    cast(1 as integer) as customer_id,
    '3.3.0' as firmware_version,
    cast(10 as integer) as pours,
    cast(4 as integer) as volume_litres,
    cast(0 as smallint) as error_count,
    cast(0 as smallint) as anomaly_count,
    cast(given.hours * 3600 as integer) as online_seconds,
    cast(86400 as integer) as observed_seconds,
    cast(round(given.hours / 24.0, 4) as decimal(5, 4)) as uptime_ratio,
    cast(1 as decimal(5, 4)) as uptime_ratio_7d,
    cast(3.8 as decimal(4, 1)) as temp_c,
    cast('{{ var("as_of_date") }}' as date) - cast(days.days_ago as integer) as date_day

from (values
    (9001, 24, 150), (9002, 20, 40), (9003, 24, 5), (9004, 24, 100), (9005, 12, 91), (9006, 24, 60)
) as given (device_id, hours, since)
cross join (select unnest(range(0, 151)) as days_ago) as days
where days.days_ago <= given.since
-- relation: int_devices__outages
select
    cast(outage_id as integer) as outage_id,
    cast(device_id as integer) as device_id,
    cast(1 as integer) as location_id,
    cause,
    cast(minutes as integer) as minutes,
    is_open,
    {{ as_of_timestamp() }} - to_hours(hours_ago) as started_at,
    case when not is_open then {{ as_of_timestamp() }} - to_hours(hours_ago) + to_minutes(minutes) end as ended_at

from (values
    (1, 9001, 'network', 600, false, 400),
    (2, 9002, 'network', 120, false, 300),
    (3, 9002, 'hardware', 1440, false, 200),
    (4, 9002, 'power', 180, true, 3),
    (5, 9001, 'network', 240, false, 3000),
    (6, 9004, 'network', 60, false, {{ var('status_log_days') * 24 }}),
    (7, 9005, 'firmware', 90, false, 50),
    (8, 9004, 'network', 30, false, {{ var('status_log_days') * 24 + 1 }})
) as given (outage_id, device_id, cause, minutes, is_open, hours_ago)
