-- code: M-COUNTROWS
-- headline: {n} {are} counted wrong.
-- feedback: A shop without orders counts as one row. What does count(*) count after a left join?
select
    stg_shops.shop_id,
    stg_shops.shop_name,
    count(*) as orders,
    coalesce(sum(stg_orders.amount), 0) as revenue

from {{ ref('stg_shops') }} as stg_shops
left join {{ ref('stg_orders') }} as stg_orders on stg_shops.shop_id = stg_orders.shop_id
group by stg_shops.shop_id, stg_shops.shop_name
