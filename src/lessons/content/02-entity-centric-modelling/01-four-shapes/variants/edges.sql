-- title: on every boundary
-- relation: entity_customers
-- 9001 belongs to the result; 9002 has one location, 9003 pays exactly 200, 9004 pours as usual, 9005 is past due and belongs,
-- 9006 has grown, 9007 has fallen to nothing and belongs, 9008 never poured.
with

given as (

    select * from (values
        (9001, 2, 250.00, 99, 300, 'active'),
        (9002, 1, 250.00, 99, 300, 'active'),
        (9003, 2, 200.00, 99, 300, 'active'),
        (9004, 3, 900.00, 100, 300, 'active'),
        (9005, 4, 201.00, 10, 300, 'past_due'),
        (9006, 5, 700.00, 150, 300, 'active'),
        (9007, 2, 500.00, 0, 3, 'active'),
        (9008, 2, 500.00, 0, 0, 'active')
    ) as given (customer_id, total_locations, mrr, device_events_30d, device_events_90d, subscription_status)

)

select entity_customers.* replace (
    given.customer_id as customer_id,
    'Customer ' || given.customer_id as account_name,
    given.subscription_status as subscription_status,
    cast(given.mrr as decimal(12, 2)) as monthly_recurring_revenue,
    cast(given.total_locations as bigint) as total_locations,
    cast(given.device_events_30d as bigint) as device_events_30d,
    cast(given.device_events_90d as bigint) as device_events_90d
)

from given
cross join (select * from {{ ref('entity_customers') }} limit 1) as entity_customers
