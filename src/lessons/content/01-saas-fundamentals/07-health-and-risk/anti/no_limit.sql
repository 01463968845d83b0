-- code: M-LIMIT
-- headline: The list is longer than 20.
-- feedback: Nobody calls that many in a week. Once it is sorted, how do you keep the first ones only?
select
    customer_id,
    account_name,
    monthly_recurring_revenue,
    churn_risk_score

from {{ ref('entity_customers') }}
where churn_risk_score > {{ var('risk_medium_above') }}
    and monthly_recurring_revenue > 0
order by monthly_recurring_revenue desc, churn_risk_score desc, customer_id

