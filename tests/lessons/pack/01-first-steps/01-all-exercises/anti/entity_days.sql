-- code: M-GRAIN
-- headline: A day stands there once for each shop.
-- feedback: The grain is the day. Which column splits it?
select ordered_on, count(*) as orders
from {{ ref('stg_orders') }}
group by ordered_on, shop_id
