-- title: revenue is below zero
-- hint: What can revenue never be?
-- relation: entity_shops
select shop_id, shop_name, orders, revenue - 8 as revenue from {{ ref('entity_shops') }}
