-- code: M-STATUS
-- headline: {n} whose payment is late {are} missing.
-- feedback: {key} is past due: it still has its plan, its MRR and its taps. Which condition, that nobody asked for, drops it?
select customer_id, account_name, monthly_recurring_revenue
from {{ ref('entity_customers') }}
where total_locations > 1
    and monthly_recurring_revenue > 200
    and device_events_30d < device_events_90d / 3.0
    and subscription_status = 'active'
