-- title: MRR is multiplied by the number of locations
-- hint: The key is fine, the value is not. With what can it be compared?
-- relation: entity_customers
select * replace (
    cast(monthly_recurring_revenue * greatest(total_locations, 1) as decimal(12, 2)) as monthly_recurring_revenue
)
from {{ ref('entity_customers') }}
