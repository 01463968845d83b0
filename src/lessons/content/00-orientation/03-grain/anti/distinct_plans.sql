-- code: M-COUNTDISTINCT
-- headline: {n} {are} missing or counted too low.
-- feedback: {key} may have two rows with the same plan. Are you counting rows, or different plans?
select customer_id, count(distinct plan_id) as subscriptions
from {{ ref('stg_app_database__subscriptions') }}
group by customer_id
having count(distinct plan_id) > 1
