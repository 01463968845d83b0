-- code: M-BOUNDARY
-- headline: A customer exactly at the bound is on the list.
-- feedback: The task says above, and {key} is exactly at it. Is the bound inside?
select
    customer_id,
    account_name,
    monthly_recurring_revenue,
    churn_risk_score

from {{ ref('entity_customers') }}
where churn_risk_score >= {{ var('risk_medium_above') }}
    and monthly_recurring_revenue > 0
order by monthly_recurring_revenue desc, churn_risk_score desc, customer_id
limit 20
