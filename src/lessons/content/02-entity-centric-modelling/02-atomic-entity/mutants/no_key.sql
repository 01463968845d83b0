-- title: a row has no key
-- hint: unique passes over NULL. Which test does not?
-- relation: entity_customers
select * from {{ ref('entity_customers') }}
union all
select * replace (cast(null as integer) as customer_id)
from {{ ref('entity_customers') }}
where customer_id = (select min(customer_id) from {{ ref('entity_customers') }} where monthly_recurring_revenue = 0)
