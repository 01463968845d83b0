-- code: M-FANOUT
-- headline: {n} {are} multiplied by a join.
-- feedback: The versions in force were joined back to the whole history, so {key} appears once for each version it ever had.
--   Joining on customer_id alone pairs one row with many. Is the join needed at all?
with

current_versions as (

    select customer_id, subscription_status, plan, monthly_recurring_revenue
    from {{ ref('entity_customers_history') }}
    where valid_to is null

)

select
    current_versions.customer_id,
    current_versions.subscription_status,
    current_versions.plan,
    current_versions.monthly_recurring_revenue

from current_versions
inner join {{ ref('entity_customers_history') }} as entity_customers_history
    on current_versions.customer_id = entity_customers_history.customer_id
