-- code: M-BETWEEN
-- headline: The MRR of {n} is too high.
-- feedback: A customer of {key} changed on the day itself, and both its old and its new version match. A version ends just before
--   the next one begins. Does BETWEEN include its upper end?
select plan, sum(monthly_recurring_revenue) as mrr
from {{ ref('entity_customers_history') }}
where date '$day' between valid_from and coalesce(valid_to, date '9999-12-31')
group by plan
