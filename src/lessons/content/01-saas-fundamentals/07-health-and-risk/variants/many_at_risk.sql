-- title: thirty customers, ties, one exactly at the bound, and some that left
-- relation: entity_customers
select model.* replace (
    cast(given.ordinal as integer) as customer_id,
    'Customer ' || given.ordinal as account_name,
    cast(case
        when given.ordinal % 6 = 0 then 0
        when given.ordinal = 29 then 900
        else 100 * (given.ordinal % 5)  + 100
    end as decimal(12, 2)) as monthly_recurring_revenue,
    cast(case
        when given.ordinal % 6 = 0 then 1.0
        when given.ordinal = 29 then {{ var('risk_medium_above') }}
        when given.ordinal % 13 = 0 then 0.1
        else 0.41 + (given.ordinal % 7) * 0.05
    end as decimal(5, 4)) as churn_risk_score
)
from (select unnest(range(1, 31)) as ordinal) as given
cross join (select * from {{ ref('entity_customers') }} order by customer_id limit 1) as model
