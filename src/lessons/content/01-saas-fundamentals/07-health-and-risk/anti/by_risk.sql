-- code: M-ORDER
-- headline: The list is sorted by risk.
-- feedback: The bound has already said who is at risk. Among those, whose loss costs most?
select
    customer_id,
    account_name,
    monthly_recurring_revenue,
    churn_risk_score

from {{ ref('entity_customers') }}
where churn_risk_score > {{ var('risk_medium_above') }}
    and monthly_recurring_revenue > 0
order by churn_risk_score desc, monthly_recurring_revenue desc, customer_id
limit 20
