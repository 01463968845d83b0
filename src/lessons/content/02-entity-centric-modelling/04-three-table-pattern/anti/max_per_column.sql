-- code: M-LATESTMAX
-- headline: {n} {are} put together from several moments.
-- feedback: For {key} the largest status, the largest plan and the largest MRR never stood in one row. The latest row is not
--   the row of the maxima. Which single version do you want?
select
    customer_id,
    max(subscription_status) as subscription_status,
    max(plan) as plan,
    max(monthly_recurring_revenue) as monthly_recurring_revenue

from {{ ref('entity_customers_history') }}
group by customer_id
