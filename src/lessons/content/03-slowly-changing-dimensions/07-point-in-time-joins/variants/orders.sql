-- title: orders at the moment of a change, and before the first version
-- relation: fact_orders
-- 9001: at the change, before and after it. 9002: before its first version, and in it. 9003: there and back again. 9004: no version.
select template.* replace (
    given.order_id as order_id,
    given.account_id as account_id,
    cast(given.ordered_at as timestamp) as ordered_at,
    cast(given.revenue as decimal(12, 2)) as revenue_amount
)
from (values
    (1, 9001, '2025-01-15 10:00:00', 10), (2, 9001, '2025-02-01 00:00:00', 20), (3, 9001, '2025-03-01 09:00:00', 30),
    (4, 9002, '2025-01-04 23:00:00', 40), (5, 9002, '2025-01-05 00:00:00', 50),
    (6, 9003, '2025-01-20 00:00:00', 60), (7, 9003, '2025-02-20 00:00:00', 70), (8, 9003, '2025-04-20 00:00:00', 80),
    (9, 9004, '2025-05-01 00:00:00', 90)
) as given (order_id, account_id, ordered_at, revenue)
cross join (select * from {{ ref('fact_orders') }} limit 1) as template
-- relation: dim_accounts_history
select template.* replace (
    given.account_id as account_id,
    given.segment as revenue_segment,
    given.valid_to is null as is_current,
    cast(given.valid_from as date) as valid_from,
    cast(given.valid_to as date) as valid_to
)
from (values
    (9001, 'Small', '2025-01-01', '2025-02-01'), (9001, 'Medium', '2025-02-01', null),
    (9002, 'Large', '2025-01-05', null),
    (9003, 'Small', '2025-01-01', '2025-02-01'), (9003, 'Large', '2025-02-01', '2025-04-01'), (9003, 'Small', '2025-04-01', null)
) as given (account_id, segment, valid_from, valid_to)
cross join (select * from {{ ref('dim_accounts_history') }} limit 1) as template
