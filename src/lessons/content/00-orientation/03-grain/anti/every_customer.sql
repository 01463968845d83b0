-- code: M-GRAIN
-- headline: {n} {are} there although the id appears once.
-- feedback: {key} has a single row, so it does not break the claim. Which groups do?
select customer_id, count(*) as subscriptions
from {{ ref('stg_app_database__subscriptions') }}
group by customer_id
