-- Returns the customers whose health score cannot be right.
select
    customer_id,
    customer_health_score

from {{ ref('entity_customers') }}
where customer_health_score > 1
