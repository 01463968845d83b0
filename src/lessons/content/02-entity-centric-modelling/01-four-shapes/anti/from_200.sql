-- code: M-ATLEAST
-- headline: {n} {are} in the result with exactly 200.
-- feedback: {key} pays 200, no cent more. Does “more than” include the bound?
select customer_id, account_name, monthly_recurring_revenue
from {{ ref('entity_customers') }}
where total_locations > 1
    and monthly_recurring_revenue >= 200
    and device_events_30d < device_events_90d / 3.0
