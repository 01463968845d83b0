-- code: M-BOUNDARY
-- headline: {n} {are} wrong: whoever changed on the day has no version at all.
-- feedback: The old version of such a customer ends on the day, and the new one begins on it. Your condition takes neither. To which
--   of the two does the day belong?
select plan, sum(monthly_recurring_revenue) as mrr
from {{ ref('entity_customers_history') }}
where valid_from < date '$day' and (date '$day' < valid_to or valid_to is null)
group by plan
