-- One row per shop.
select
    shops.shop_id,
    shops.shop_name,
    shops.opened_on

from (values
    ('a', 'Anchor', date '2024-01-01'),
    ('b', 'Bell', date '2024-06-01'),
    ('c', 'Crown', date '2025-01-15'),
    ('d', 'Dove', date '2025-03-20')
) as shops (shop_id, shop_name, opened_on)
