-- code: M-OPENEND
-- headline: {n} {are} missing or too low: nothing counts that is still in force.
-- feedback: Customers who have not changed since have no valid_to. What does a comparison with NULL return, and what does where do
--   with that?
select plan, sum(monthly_recurring_revenue) as mrr
from {{ ref('entity_customers_history') }}
where valid_from <= date '$day' and date '$day' < valid_to
group by plan
