-- code: M-ENDED
-- headline: {n} {are} too high: versions count that had ended long before.
-- feedback: A customer of {key} who changed three times by then counts three times. They have all begun; which of them has not
--   ended yet?
select plan, sum(monthly_recurring_revenue) as mrr
from {{ ref('entity_customers_history') }}
where valid_from <= date '$day'
group by plan
