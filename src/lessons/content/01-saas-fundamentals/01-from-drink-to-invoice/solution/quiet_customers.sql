-- One row for each customer without a device online.
with

-- 1 locations for each customer
places as (

    select
        customer_id,
        count(*) as locations

    from {{ ref('stg_app_database__locations') }}
    group by customer_id

),

-- 2 devices online for each customer
taps as (

    select
        customer_id,
        count(*) filter (where device_status = 'online') as devices_online

    from {{ ref('stg_app_database__devices') }}
    group by customer_id

),

-- 3 keep all customers with locations, and of them those without a device online
final as (

    select
        places.customer_id,
        places.locations

    from places
    left join taps on places.customer_id = taps.customer_id
    where coalesce(taps.devices_online, 0) = 0

)

select * from final
