-- A churn risk lies between 0 and 1, every customer has one, and it is exactly 1 when the
-- subscription has ended.
select customer_id, as_of_date as date_day, churn_risk_score
from {{ ref('entity_customers') }}
where churn_risk_score is null
    or churn_risk_score not between 0 and 1
    or (churn_risk_score < 1 and not {{ is_live_status('subscription_status') }})

union all

select customer_id, date_day, churn_risk_score
from {{ ref('entity_customers_daily') }}
where churn_risk_score not between 0 and 1
    or (churn_risk_score is null and customer_health_score is not null)
