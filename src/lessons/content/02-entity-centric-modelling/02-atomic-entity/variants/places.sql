-- title: none, one and several places
-- relation: entity_customers
select customers.* replace (
    cast(given.customer_id as integer) as customer_id,
    given.tier as customer_tier,
    given.industry as industry,
    cast(given.mrr as decimal(12, 2)) as monthly_recurring_revenue
)
from (values
    (9001, 'smb', 'Hospitality', 100.00), (9002, 'smb', 'Hospitality', 200.00), (9003, 'smb', null, 300.00),
    (9004, 'mid_market', 'Hospitality', 400.00), (9005, 'smb', 'Sports', 500.00), (9006, 'smb', 'Sports', 0.00)
) as given (customer_id, tier, industry, mrr)
cross join (select * from {{ ref('entity_customers') }} limit 1) as customers
-- relation: entity_locations
-- 9001: most places in the South, one in the Midwest. 9002: as many in the West as in the Northeast. 9003: none. 9004: two in one
-- region. 9005: one without a region. 9006 does not pay.
select locations.* replace (
    cast(given.location_id as integer) as location_id,
    cast(given.customer_id as integer) as customer_id,
    given.region as region
)
from (values
    (1, 9001, 'South'), (2, 9001, 'South'), (3, 9001, 'Midwest'),
    (4, 9002, 'West'), (5, 9002, 'Northeast'),
    (6, 9004, 'South'), (7, 9004, 'South'),
    (8, 9005, null), (9, 9006, 'West')
) as given (location_id, customer_id, region)
cross join (select * from {{ ref('entity_locations') }} limit 1) as locations
