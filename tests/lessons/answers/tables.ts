/** The tables that the answers of this suite are checked on, each a select of a few rows. */

/** Versions of four customers; one goes there and back again. */
export const HISTORY = `select * from (values
  (1, 'starter', 99.00, 'active', date '2025-01-01', date '2025-03-31'),
  (1, 'pro', 250.00, 'active', date '2025-03-31', null),
  (2, 'starter', 99.00, 'active', date '2025-02-01', null),
  (3, 'pro', 250.00, 'active', date '2025-01-15', date '2025-02-15'),
  (3, 'starter', 99.00, 'active', date '2025-02-15', date '2025-05-01'),
  (3, 'pro', 250.00, 'active', date '2025-05-01', null),
  (4, 'basic', 49.00, 'trialing', date '2025-03-01', date '2025-03-20'),
  (4, null, 0.00, 'canceled', date '2025-03-20', null)
) as history (customer_id, plan, mrr, status, valid_from, valid_to)`;

/** The same shape: a change on the day itself, one customer who comes later, one who has gone. */
export const HISTORY_EDGES = `select * from (values
  (7, 'basic', 49.00, 'active', date '2025-01-01', date '2025-04-30'),
  (7, 'pro', 250.00, 'active', date '2025-04-30', null),
  (8, 'starter', 99.00, 'active', date '2025-05-01', null),
  (9, 'starter', 99.00, 'active', date '2025-01-01', date '2025-02-01')
) as history (customer_id, plan, mrr, status, valid_from, valid_to)`;

export const SHOPS = `select * from (values ('a', 'Anchor'), ('b', 'Bell'), ('c', 'Crown'), ('d', 'Dove')) as shops (shop_id, shop_name)`;
export const ORDERS = `select * from (values
  (1, 'a', 1000, 'paid'), (2, 'a', 2500, 'paid'), (3, 'b', 1000, 'paid'), (4, 'b', 400, 'refunded'), (5, 'c', 700, 'refunded'), (6, 'a', 1000, 'paid')
) as orders (order_id, shop_id, amount_cents, status)`;
export const ORDERS_EDGES = `select * from (values
  (1, 'a', 300, 'paid'), (2, 'a', 300, 'paid'), (3, 'c', 500, 'refunded'), (4, 'd', 900, 'paid'), (5, 'd', 100, 'refunded'), (6, 'b', 200, 'refunded')
) as orders (order_id, shop_id, amount_cents, status)`;
export const VISITS = `select * from (values (1, 'a'), (2, 'a'), (3, 'b'), (4, 'd')) as visits (visit_id, shop_id)`;

/** Won and lost deals of two regions with segments of unequal size. */
export const DEALS = `select * from (values
  ('north', 'small', 10, 5), ('north', 'large', 100, 20), ('south', 'small', 4, 1), ('south', 'large', 40, 30)
) as deals (region, segment, deals, won)`;
export const DEALS_EDGES = `select * from (values
  ('east', 'small', 0, 0), ('west', 'small', 3, 3), ('west', 'large', 9, 0)
) as deals (region, segment, deals, won)`;

/** Plan of two customers day by day, with a way back and an unknown day. */
export const DAYS = `select * from (values
  (1, date '2025-01-01', 'basic'), (1, date '2025-01-02', 'pro'), (1, date '2025-01-03', 'pro'), (1, date '2025-01-04', 'basic'),
  (2, date '2025-01-01', 'pro'), (2, date '2025-01-02', null), (2, date '2025-01-03', 'pro'), (2, date '2025-01-04', 'pro')
) as days (customer_id, day, plan)`;
export const DAYS_EDGES = `select * from (values
  (5, date '2025-02-01', null), (5, date '2025-02-02', 'basic'), (5, date '2025-02-03', 'basic'),
  (6, date '2025-02-01', 'pro'), (6, date '2025-02-02', 'basic'), (6, date '2025-02-03', 'pro'), (6, date '2025-02-04', 'basic')
) as days (customer_id, day, plan)`;
