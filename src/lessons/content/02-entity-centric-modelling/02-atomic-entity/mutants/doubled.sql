-- title: a customer stands there twice
-- hint: Which of dbt's own tests says that a key appears once?
-- relation: entity_customers
select * from {{ ref('entity_customers') }}
union all
select * from {{ ref('entity_customers') }}
where customer_id = (select min(customer_id) from {{ ref('entity_customers') }} where monthly_recurring_revenue = 0)
