-- title: other customers, in another order
-- relation: entity_customers
select * replace (customer_id + 1000 as customer_id) from {{ ref('entity_customers') }} order by hash(customer_id)
-- relation: int_customers__core
select * replace (customer_id + 1000 as customer_id) from {{ ref('int_customers__core') }}
