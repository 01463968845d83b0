-- code: M-BOUNDARY
-- headline: {n} with a single location {are} in the result.
-- feedback: {key} has one location. Does “more than one” include one?
select customer_id, account_name, monthly_recurring_revenue
from {{ ref('entity_customers') }}
where total_locations >= 1
    and monthly_recurring_revenue > 200
    and device_events_30d < device_events_90d / 3.0
