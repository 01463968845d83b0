-- The customers to call, the most expensive to lose first. So far everyone is on the list.
select
    customer_id,
    account_name,
    monthly_recurring_revenue,
    churn_risk_score

from {{ ref('entity_customers') }}
where true
order by customer_id
limit 20
