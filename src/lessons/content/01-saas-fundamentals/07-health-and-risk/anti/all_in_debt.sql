-- code: M-ENDED
-- headline: Customers behind the gate are reported as well.
-- feedback: Whose subscription has ended is held at the cap, with a debt or without, so the two scores are equal and nothing is
--   wrong. For which statuses does the third sentence hold?
select customer_id, customer_health_score
from {{ ref('entity_customers') }}
where customer_health_score is null
    or customer_health_score not between 0 and 1
    or (is_delinquent and customer_health_score >= {{ calculate_customer_health_score('subscription_status', 'device_events_30d', 'device_online_ratio', 'false', 'monthly_recurring_revenue') }})
