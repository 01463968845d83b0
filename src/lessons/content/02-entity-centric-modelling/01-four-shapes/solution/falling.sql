select
    customer_id,
    account_name,
    monthly_recurring_revenue

from {{ ref('entity_customers') }}
-- 1 several places
where total_locations > 1
    -- 2 worth a call
    and monthly_recurring_revenue > 200
    -- 3 below the usual month: three windows of 30 days make one of 90
    and device_events_30d < device_events_90d / 3.0
