-- code: M-WINDOW
-- headline: {n} {are} in the result although nothing has fallen.
-- feedback: {key} is there because its 30 days are compared with all 90. How many windows of 30 days fit into 90?
select customer_id, account_name, monthly_recurring_revenue
from {{ ref('entity_customers') }}
where total_locations > 1
    and monthly_recurring_revenue > 200
    and device_events_30d < device_events_90d
