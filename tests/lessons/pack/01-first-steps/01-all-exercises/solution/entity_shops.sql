-- One row per shop.
with

orders_per_shop as (

    select
        shop_id,
        count(*) as orders,
        sum(amount) as revenue

    from {{ ref('stg_orders') }}
    group by shop_id

),

final as (

    select
        stg_shops.shop_id,
        stg_shops.shop_name,
        coalesce(orders_per_shop.orders, 0) as orders,
        coalesce(orders_per_shop.revenue, 0) as revenue

    from {{ ref('stg_shops') }} as stg_shops
    left join orders_per_shop on stg_shops.shop_id = orders_per_shop.shop_id

)

select * from final
