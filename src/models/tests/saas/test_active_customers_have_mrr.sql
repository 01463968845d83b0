-- A customer whose subscription is billed brings revenue; one on trial, paused or ended
-- brings none.
select customer_id, subscription_status, monthly_recurring_revenue
from {{ ref('entity_customers') }}
where (customer_status = 'active' and monthly_recurring_revenue <= 0)
    or (customer_status <> 'active' and monthly_recurring_revenue <> 0)
