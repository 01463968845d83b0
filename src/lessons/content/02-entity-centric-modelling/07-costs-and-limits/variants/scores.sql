-- title: scores on every bound
-- relation: entity_customers_daily
select daily.* replace (
    cast(given.customer_id as integer) as customer_id,
    cast(given.score as decimal(5, 4)) as customer_health_score,
    date '2025-01-31' as date_day
)
from (values
    (9001, 0.0), (9002, 0.4999), (9003, 0.5), (9004, 0.55), (9005, 0.7999), (9006, 0.8), (9007, 0.85), (9008, 0.9),
    (9009, 1.0), (9010, null)
) as given (customer_id, score)
cross join (select * from {{ ref('entity_customers_daily') }} limit 1) as daily
