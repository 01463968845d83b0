-- code: M-BOUNDARY
-- headline: The day itself is missing for {n}.
-- feedback: Orders of the day belong to it. Does your comparison include its end?
select stg_shops.shop_id, coalesce(sum(stg_orders.amount), 0) as revenue
from {{ ref('stg_shops') }} as stg_shops
left join {{ ref('stg_orders') }} as stg_orders
    on stg_shops.shop_id = stg_orders.shop_id and stg_orders.ordered_on < date '$day'
group by stg_shops.shop_id
