-- One row per order.
select
    orders.order_id,
    orders.shop_id,
    orders.amount_cents,
    {{ cents_to_currency('orders.amount_cents') }} as amount,
    orders.ordered_on

from (values
    (1, 'a', 1000, date '2025-01-10'),
    (2, 'a', 2500, date '2025-02-11'),
    (3, 'b', 1000, date '2025-03-01'),
    (4, 'b', 1000, date '2025-03-31'),
    (5, 'c', 700, date '2025-02-28')
) as orders (order_id, shop_id, amount_cents, ordered_on)
