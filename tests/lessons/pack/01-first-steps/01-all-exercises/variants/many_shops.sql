-- title: a thousand shops, in another order
-- relation: entity_shops
select cast(range as varchar) as shop_id, 'shop ' || range as shop_name, range % 7 as orders, cast(range % 7 as decimal(38, 2)) as revenue from range(1000) order by hash(range)
