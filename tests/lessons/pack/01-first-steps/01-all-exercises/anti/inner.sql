-- code: M-INNERLOSS
-- headline: {n} {are} lost.
-- feedback: {key} has no order until the day, and an inner join drops it. What would keep it?
select stg_shops.shop_id, sum(stg_orders.amount) as revenue
from {{ ref('stg_shops') }} as stg_shops
inner join {{ ref('stg_orders') }} as stg_orders
    on stg_shops.shop_id = stg_orders.shop_id and stg_orders.ordered_on <= date '$day'
group by stg_shops.shop_id
