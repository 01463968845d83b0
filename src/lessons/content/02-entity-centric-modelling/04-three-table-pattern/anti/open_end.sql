-- code: M-OPENEND
-- headline: {n} {are} missing: every version in force was dropped.
-- feedback: The current version of {key} has no end, its valid_to is NULL. What does a comparison with NULL return, and what
--   does where do with that?
select customer_id, subscription_status, plan, monthly_recurring_revenue
from {{ ref('entity_customers_history') }}
where valid_from <= cast('{{ var("as_of_date") }}' as date)
    and cast('{{ var("as_of_date") }}' as date) < valid_to
