-- Returns the customers whose health score cannot be right.
select
    customer_id,
    customer_health_score

from {{ ref('entity_customers') }}
-- 1 never missing
where customer_health_score is null
    -- 2 never out of range
    or customer_health_score not between 0 and 1
    -- 3 debt never helps
    or (
        is_delinquent
        and subscription_status in ('active', 'trialing', 'past_due', 'paused')
        and customer_health_score >= {{ calculate_customer_health_score('subscription_status', 'device_events_30d', 'device_online_ratio', 'false', 'monthly_recurring_revenue') }}
    )
