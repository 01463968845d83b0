-- Over the customers with a running subscription, risk goes up as health goes down: their
-- ranks correlate below -0.6.
with

ranked as (

    select
        rank() over (order by customer_health_score) as health_rank,
        rank() over (order by churn_risk_score) as risk_rank

    from {{ ref('entity_customers') }}
    where {{ is_live_status('subscription_status') }}

)

select corr(health_rank, risk_rank) as rank_correlation
from ranked
having coalesce(corr(health_rank, risk_rank), 0) >= -0.6
