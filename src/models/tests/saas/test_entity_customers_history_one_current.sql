-- Every customer has exactly one version in force, and the last one says what the customer
-- is now.
select
    customers.customer_id,
    count(history.customer_id) as current_versions

from {{ ref('entity_customers') }} as customers
left join {{ ref('entity_customers_history') }} as history
    on customers.customer_id = history.customer_id
    and history.is_current
group by customers.customer_id
having count(history.customer_id) <> 1
