-- code: M-BETWEEN
-- headline: {n} {are} counted twice.
-- feedback: {key} changed on the as-of date itself, and on that day two of its versions match. A version ends just before the
--   next one starts. Does BETWEEN include its upper end?
select customer_id, subscription_status, plan, monthly_recurring_revenue
from {{ ref('entity_customers_history') }}
where cast('{{ var("as_of_date") }}' as date) between valid_from and coalesce(valid_to, date '9999-12-31')
