-- Events with the firmware that the tap has today. Which firmware did it have then?
select
    entity_devices_history.firmware_version,
    count(*) as events

from {{ ref('stg_app_database__tap_events') }} as tap_events
inner join {{ ref('entity_devices_history') }} as entity_devices_history
    on tap_events.device_id = entity_devices_history.device_id
    and entity_devices_history.is_current
group by entity_devices_history.firmware_version
