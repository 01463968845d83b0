-- code: M-ADDITIVE
-- headline: The MRR of {n} is a sum over time.
-- feedback: Status and plan of {key} are those of today, but its MRR adds up every version it ever had. MRR is a balance: on
--   one day one value is true. Which version holds it?
with

current_versions as (

    select customer_id, subscription_status, plan
    from {{ ref('entity_customers_history') }}
    where valid_to is null

),

mrr_per_customer as (

    select customer_id, sum(monthly_recurring_revenue) as monthly_recurring_revenue
    from {{ ref('entity_customers_history') }}
    group by customer_id

)

select
    current_versions.customer_id,
    current_versions.subscription_status,
    current_versions.plan,
    mrr_per_customer.monthly_recurring_revenue

from current_versions
inner join mrr_per_customer on current_versions.customer_id = mrr_per_customer.customer_id
