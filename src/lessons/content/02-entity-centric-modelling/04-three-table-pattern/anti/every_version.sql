-- code: M-GRAIN
-- headline: {n} {are} in the result more than once.
-- feedback: One row of the history is a version, so {key} comes once for each change in its past.
--   Which of its versions is true on the as-of date?
select customer_id, subscription_status, plan, monthly_recurring_revenue
from {{ ref('entity_customers_history') }}
