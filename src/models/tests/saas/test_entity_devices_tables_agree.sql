-- The device entity says the same in its tables: the atomic row is the version in force, and,
-- for devices in use, the daily row of as_of_date.
with

devices as (

    select * from {{ ref('entity_devices') }}

),

current_versions as (

    select * from {{ ref('entity_devices_history') }}
    where is_current

),

last_days as (

    select * from {{ ref('entity_devices_daily') }}
    where date_day = {{ as_of_date() }}

)

select
    'entity_devices_history' as compared_with,
    devices.device_id

from devices
full outer join current_versions on devices.device_id = current_versions.device_id
where (
    devices.device_id,
    devices.location_id,
    devices.customer_id,
    devices.status,
    devices.firmware_version
) is distinct from (
    current_versions.device_id,
    current_versions.location_id,
    current_versions.customer_id,
    current_versions.status,
    current_versions.firmware_version
)

union all

select
    'entity_devices_daily' as compared_with,
    coalesce(devices.device_id, last_days.device_id) as device_id

from (
    select * from devices
    where status <> 'retired'
        and installed_date < {{ as_of_date() }}
) as devices
full outer join last_days on devices.device_id = last_days.device_id
where (devices.device_id, devices.location_id, devices.customer_id)
    is distinct from (last_days.device_id, last_days.location_id, last_days.customer_id)
    or last_days.observed_seconds > 0
    and devices.firmware_version is distinct from last_days.firmware_version
