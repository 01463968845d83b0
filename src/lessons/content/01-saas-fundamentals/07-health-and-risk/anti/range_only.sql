-- code: M-NULL
-- headline: Still not caught: {n}. The first: {first}.
-- feedback: A score of NULL is neither inside nor outside of a range: the comparison is unknown, and where drops the row. What asks
--   for NULL?
select customer_id, customer_health_score
from {{ ref('entity_customers') }}
where customer_health_score not between 0 and 1
    or (
        is_delinquent
        and subscription_status in ('active', 'trialing', 'past_due', 'paused')
        and customer_health_score >= {{ calculate_customer_health_score('subscription_status', 'device_events_30d', 'device_online_ratio', 'false', 'monthly_recurring_revenue') }}
    )
