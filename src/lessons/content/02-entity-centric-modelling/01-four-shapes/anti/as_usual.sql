-- code: M-EQUAL
-- headline: {n} {are} in the result although nothing has changed.
-- feedback: The last 30 days of {key} are exactly its usual month. Are as many events “fewer”?
select customer_id, account_name, monthly_recurring_revenue
from {{ ref('entity_customers') }}
where total_locations > 1
    and monthly_recurring_revenue > 200
    and device_events_30d <= device_events_90d / 3.0
