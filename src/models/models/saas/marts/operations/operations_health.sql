-- One row per customer, per location, per device type, and one for the whole fleet: devices in
-- use, added up at each of these levels at once.
{{ config(tags=['pattern:rollup']) }}

with

devices as (

    select devices.*
    from {{ ref('entity_devices') }} as devices
    inner join {{ ref('entity_locations') }} as locations
        on devices.location_id = locations.location_id
    where devices.status <> 'retired'

),

levels as (

    select
        customer_id,
        location_id,
        device_type,
        cast(grouping(customer_id, location_id, device_type) as integer) as grouping_id,
        count(*) as devices,
        count(*) filter (where status = 'online') as online_devices,
        sum(online_hours_30d) as online_hours,
        sum(observed_hours_30d) as observed_hours,
        sum(errors_30d) as errors,
        count(*) filter (where maintenance_status = 'overdue') as overdue_maintenance_devices

    from devices
    group by grouping sets ((customer_id), (customer_id, location_id), (device_type), ())

),

final as (

    select
        {{ surrogate_key(['grouping_id', 'customer_id', 'location_id', 'device_type']) }}
            as operations_health_id,
        customer_id,
        location_id,
        device_type,
        grouping_id,
        case grouping_id
            when 3 then 'customer'
            when 1 then 'location'
            when 6 then 'device_type'
            when 7 then 'fleet'
        end as level,
        devices,
        online_devices,
        {{ share('online_hours', 'observed_hours') }} as uptime_ratio,
        cast(round({{ safe_divide('errors * 1.0', 'online_hours') }}, 6) as decimal(9, 6))
            as error_rate,
        overdue_maintenance_devices

    from levels

)

select * from final
order by grouping_id, customer_id, location_id, device_type
