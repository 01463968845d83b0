-- title: the day itself
-- relation: stg_orders
select 1 as order_id, 'a' as shop_id, 500 as amount_cents, cast(5 as decimal(18, 2)) as amount, date '$day' as ordered_on
-- relation: stg_shops
select * from (values ('a', 'Anchor', date '2024-01-01'), ('z', 'Zebra', date '2024-01-01')) as shops (shop_id, shop_name, opened_on)
