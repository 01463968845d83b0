-- 1 start from the source, so that a lost customer still has a row
select core.customer_id
from {{ ref('int_customers__core') }} as core
left join {{ ref('entity_customers') }} as entity on core.customer_id = entity.customer_id
-- 2 lost
where entity.customer_id is null
    -- 3 another MRR
    or entity.monthly_recurring_revenue is distinct from core.monthly_recurring_revenue
    -- 4 another day
    or entity.as_of_date is distinct from cast('{{ var("as_of_date") }}' as date)
