-- title: unknown ratios, and two that are out of range
-- relation: entity_customers
select model.* replace (
    cast(given.customer_id as integer) as customer_id,
    given.subscription_status as subscription_status,
    cast(given.device_events_30d as bigint) as device_events_30d,
    cast(given.device_online_ratio as decimal(5, 4)) as device_online_ratio,
    given.is_delinquent as is_delinquent,
    cast(given.mrr as decimal(12, 2)) as monthly_recurring_revenue
)
from (
    values
        (1, 'active', 300, null, false, 100.00),
        (2, 'past_due', 0, null, true, 0.00),
        (3, 'paused', 10, 1.6, false, 50.00),
        (4, 'active', 10, -0.4, false, 50.00),
        (5, 'canceled', 900, null, false, 0.00)
) as given (customer_id, subscription_status, device_events_30d, device_online_ratio, is_delinquent, mrr)
cross join (select * from {{ ref('entity_customers') }} order by customer_id limit 1) as model
