-- title: shops without orders
-- relation: stg_orders
select 9 as order_id, 'x' as shop_id, 100 as amount_cents, cast(1 as decimal(18, 2)) as amount, date '2025-01-01' as ordered_on
union all
select 10, 'y', 300, cast(3 as decimal(18, 2)), date '2025-01-01'
