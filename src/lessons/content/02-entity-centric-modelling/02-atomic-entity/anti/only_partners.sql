-- code: M-INNERLOSS
-- headline: {n} lives, the first: {first}.
-- feedback: An inner join compares only those who are in both tables, so whoever is lost is not looked at. Which join keeps them?
select core.customer_id
from {{ ref('int_customers__core') }} as core
inner join {{ ref('entity_customers') }} as entity on core.customer_id = entity.customer_id
where entity.monthly_recurring_revenue is distinct from core.monthly_recurring_revenue
    or entity.as_of_date is distinct from cast('{{ var("as_of_date") }}' as date)
