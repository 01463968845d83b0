-- code: M-EXACTLY
-- headline: {n} {are} missing.
-- feedback: {key} has more than two rows. Is that no repetition?
select customer_id, count(*) as subscriptions
from {{ ref('stg_app_database__subscriptions') }}
group by customer_id
having count(*) = 2
