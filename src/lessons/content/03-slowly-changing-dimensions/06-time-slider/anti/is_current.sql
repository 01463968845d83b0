-- code: M-SURVIVOR
-- headline: {n} {are} told as it is today, not as it was.
-- feedback: is_current, or an open valid_to, is the version of today. Customers of {key} may have had another plan or MRR then.
--   Which version was in force on the day?
select plan, sum(monthly_recurring_revenue) as mrr
from {{ ref('entity_customers_history') }}
where is_current
group by plan
