-- title: a shop has no name
-- hint: Which column may never be empty?
-- relation: entity_shops
select shop_id, case when orders = 0 then null else shop_name end as shop_name, orders, revenue from {{ ref('entity_shops') }}
