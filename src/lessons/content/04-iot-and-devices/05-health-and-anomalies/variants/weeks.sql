-- title: calm weeks, gaps, a cold day, an outlier within the week
-- relation: entity_devices_daily
-- 9001: calm, then a tenth warmer, then far out. 9002: readings only every third day. 9003: an outlier within the week, then another.
-- 9004: a cold day. 9005: unruly weeks, a day between three MADs and three deviations. 9006: another habit long ago.
-- 9007: too few readings. 9008: NULL in between.
with

readings as (

    select * from (values
        (9001, 30, 4.0), (9001, 29, 4.0), (9001, 28, 4.0), (9001, 27, 4.0), (9001, 26, 4.0), (9001, 25, 4.1), (9001, 24, 4.6),
        (9002, 60, 4.0), (9002, 59, 6.0), (9002, 58, 6.0), (9002, 57, 6.0), (9002, 40, 4.0), (9002, 39, 4.0), (9002, 38, 4.0),
        (9002, 37, 4.0), (9002, 34, 5.2), (9002, 33, 5.2),
        (9003, 30, 4.0), (9003, 29, 4.0), (9003, 28, 9.0), (9003, 27, 4.0), (9003, 26, 4.1), (9003, 25, 6.0),
        (9004, 30, 4.0), (9004, 29, 4.1), (9004, 28, 4.0), (9004, 27, 3.9), (9004, 26, 4.0), (9004, 25, 0.5),
        (9005, 30, 3.6), (9005, 29, 4.4), (9005, 28, 3.8), (9005, 27, 4.2), (9005, 26, 4.0), (9005, 25, 4.9), (9005, 24, 4.0),
        (9006, 60, 6.0), (9006, 59, 6.0), (9006, 58, 6.0), (9006, 57, 6.0), (9006, 56, 6.0), (9006, 55, 6.0), (9006, 54, 6.0),
        (9006, 53, 4.0), (9006, 52, 4.0), (9006, 51, 4.0), (9006, 50, 4.0), (9006, 49, 4.0), (9006, 48, 4.0), (9006, 47, 4.0),
        (9006, 46, 6.0),
        (9007, 30, 4.0), (9007, 29, 4.0), (9007, 28, 4.0), (9007, 27, 9.0),
        (9008, 30, 4.0), (9008, 29, null), (9008, 28, 4.0), (9008, 27, 4.0), (9008, 26, 4.0), (9008, 25, null), (9008, 24, 7.0)
    ) as given (device_id, days_ago, temp_c)

)

select
    cast(device_id as integer) as device_id,
    cast(1 as integer) as location_id,
    cast(1 as integer) as customer_id,
    '3.3.0' as firmware_version,
    cast(10 as integer) as pours,
    cast(4 as integer) as volume_litres,
    cast(0 as smallint) as error_count,
    cast(0 as smallint) as anomaly_count,
    cast(86400 as integer) as online_seconds,
    cast(86400 as integer) as observed_seconds,
    cast(1 as decimal(5, 4)) as uptime_ratio,
    cast(1 as decimal(5, 4)) as uptime_ratio_7d,
    cast(temp_c as decimal(4, 1)) as temp_c,
    cast('{{ var("as_of_date") }}' as date) - days_ago as date_day

from readings
