-- code: M-LOST
-- headline: {n} {are} on the list that pay nothing.
-- feedback: {key} pays nothing now: it has left or is paused. A risk of 1 says lost, not urgent. Which customers can still be kept?
select
    customer_id,
    account_name,
    monthly_recurring_revenue,
    churn_risk_score

from {{ ref('entity_customers') }}
where churn_risk_score > {{ var('risk_medium_above') }}
order by monthly_recurring_revenue desc, churn_risk_score desc, customer_id
limit 20
