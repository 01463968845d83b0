-- What was not observed is unknown, not zero: days and hours without a report have no measure.
select
    'entity_devices_daily' as model,
    device_id,
    cast(date_day as timestamp) as moment

from {{ ref('entity_devices_daily') }}
where observed_seconds = 0
    and (pours, volume_litres, error_count, anomaly_count, online_seconds, uptime_ratio)
        is distinct from (null, null, null, null, null, null)

union all

select
    'entity_devices_hourly' as model,
    device_id,
    hour_ts as moment

from {{ ref('entity_devices_hourly') }}
where observed_seconds = 0
    and (events, pours, volume_litres, error_count, online_seconds, uptime_ratio, utilisation, meets_sla)
        is distinct from (null, null, null, null, null, null, null, null)
