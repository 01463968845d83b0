-- Customers worth a call. So far: everyone with more than one location.
select
    customer_id,
    account_name,
    monthly_recurring_revenue

from {{ ref('entity_customers') }}
where total_locations > 1
