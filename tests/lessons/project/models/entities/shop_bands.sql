-- One row per shop.
select
    entity_shops.shop_id,
    case when entity_shops.revenue >= 20 then 'large' else 'small' end as band

from {{ ref('entity_shops') }} as entity_shops
