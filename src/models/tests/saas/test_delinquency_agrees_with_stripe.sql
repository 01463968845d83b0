-- A customer has an open dunning case exactly when Stripe calls it delinquent.
select
    customers.customer_id,
    customers.is_delinquent as is_delinquent_in_stripe,
    health_components.is_delinquent as has_open_case

from {{ ref('int_customers__core') }} as customers
inner join {{ ref('int_customers__health_components') }} as health_components
    on customers.customer_id = health_components.customer_id
where customers.is_delinquent <> health_components.is_delinquent
