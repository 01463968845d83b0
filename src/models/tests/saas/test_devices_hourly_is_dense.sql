-- A device in use on a day has all 24 hours of that day, silent ones included, also on days on
-- which clocks change: hours are those of UTC.
select
    device_id,
    cast(hour_ts as date) as date_day,
    count(*) as hours

from {{ ref('int_devices__telemetry_hourly') }}
group by device_id, cast(hour_ts as date)
having count(*) <> 24
