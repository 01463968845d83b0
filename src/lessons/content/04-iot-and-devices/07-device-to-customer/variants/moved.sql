-- title: a device that moved within the month, days that nobody observed, a place with two devices
-- relation: entity_devices_daily
select
    cast(given.device_id as integer) as device_id,
    cast(case when given.device_id = 9001 and days.date_day >= date '2025-03-12' then 802 else given.location_id end as integer) as location_id,
    cast(700 as integer) as customer_id,
    '3.3.0' as firmware_version,
    cast(case when is_observed then given.device_id - 8990 end as integer) as pours,
    cast(case when is_observed then 4 end as integer) as volume_litres,
    cast(case when is_observed then 0 end as smallint) as error_count,
    cast(case when is_observed then 0 end as smallint) as anomaly_count,
    cast(case when is_observed then 3600 * (10 + day(days.date_day) % 15) end as integer) as online_seconds,
    cast(case when is_observed then 86400 - 7200 * (day(days.date_day) % 2) * 6 else 0 end as integer) as observed_seconds,
    cast(case when is_observed then 0.5 end as decimal(5, 4)) as uptime_ratio,
    cast(0.5 as decimal(5, 4)) as uptime_ratio_7d,
    cast(3.8 as decimal(4, 1)) as temp_c,
    cast(days.date_day as date) as date_day

from (values (9001, 801), (9002, 802), (9003, 803)) as given (device_id, location_id)
cross join (
    select unnest(generate_series(date '2025-02-24', date '2025-04-05', interval 1 day)) as date_day
) as days
cross join lateral (
    select not (given.device_id = 9003 and day(days.date_day) % 4 = 0) as is_observed
) as observed
