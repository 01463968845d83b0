-- title: a shop stands there twice
-- hint: Which test says that a key appears once?
-- relation: entity_shops
select * from {{ ref('entity_shops') }}
union all
select * from {{ ref('entity_shops') }} where shop_id = (select min(shop_id) from {{ ref('entity_shops') }})
