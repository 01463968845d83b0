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

-- 2 devices online for each customer: left to do

-- 3 keep all customers with locations, and of them those without a device online
final as (

    select
        places.customer_id,
        places.locations

    from places

)

select * from final
