-- One row per location of a customer, open or closed, with the devices and users that belong
-- to it.
with

-- Places of test accounts and of erased accounts belong to nobody.
locations as (

    select locations.*
    from {{ ref('stg_app_database__locations') }} as locations
    inner join {{ ref('stg_app_database__accounts') }} as accounts
        on locations.customer_id = accounts.customer_id

),

devices as (

    select * from {{ ref('stg_app_database__devices') }}

),

users as (

    select * from {{ ref('stg_app_database__users') }}

),

devices_per_location as (

    select
        location_id,
        count(*) as total_devices,
        count(*) filter (where device_status in ('online', 'active')) as active_devices,
        count(*) filter (where is_online) as online_devices

    from devices
    where retired_date is null
    group by location_id

),

users_per_location as (

    select
        location_id,
        count(*) as total_users

    from users
    where deactivated_at is null
    group by location_id

),

final as (

    select
        locations.location_id,
        locations.customer_id,
        locations.location_name,
        locations.location_type,
        {{ region_of('locations.country', 'locations.state') }} as region,
        locations.state,
        locations.country,
        locations.capacity,
        coalesce(devices_per_location.total_devices, 0) as total_devices,
        coalesce(devices_per_location.active_devices, 0) as active_devices,
        coalesce(devices_per_location.online_devices, 0) as online_devices,
        cast({{ safe_divide(
            'devices_per_location.online_devices', 'devices_per_location.total_devices'
        ) }} as decimal(5, 4)) as device_connectivity_rate,
        coalesce(users_per_location.total_users, 0) as total_users,
        locations.is_active,
        locations.opened_date,
        locations.closed_date

    from locations
    left join devices_per_location on locations.location_id = devices_per_location.location_id
    left join users_per_location on locations.location_id = users_per_location.location_id

)

select * from final
