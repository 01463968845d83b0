-- One row for each customer, as it is on the as-of date.
-- So far this returns every version. Which one is true on cast('{{ var("as_of_date") }}' as date)?
select
    customer_id,
    subscription_status,
    plan,
    monthly_recurring_revenue

from {{ ref('entity_customers_history') }}
