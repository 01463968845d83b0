-- The customers to call, the most expensive to lose first: 1 who can be kept, 2 what it costs to lose them, 3 the first 20.
select
    customer_id,
    account_name,
    monthly_recurring_revenue,
    churn_risk_score

from {{ ref('entity_customers') }}
where churn_risk_score > {{ var('risk_medium_above') }}
    and monthly_recurring_revenue > 0
order by monthly_recurring_revenue desc, churn_risk_score desc, customer_id
limit 20
