-- title: an unknown ratio makes the score NULL
-- hint: Is NULL outside of a range?
-- relation: entity_customers
with

given as (

    select * from (
        values
            (1, 'active', 500, 1.0, false, 500.00),
            (2, 'active', 250, 0.9, true, 250.00),
            (3, 'trialing', 0, null, false, 0.00),
            (4, 'past_due', 50, 0.6, true, 100.00),
            (5, 'canceled', 800, 1.0, true, 0.00),
            (6, 'paused', 120, 0.95, false, 0.00),
            (7, 'canceled', 0, 0.0, true, 0.00)
    ) as given (customer_id, subscription_status, device_events_30d, device_online_ratio, is_delinquent, mrr)

),

scored as (

    select
        *,
        {{ calculate_customer_health_score('subscription_status', 'device_events_30d', 'device_online_ratio', 'is_delinquent', 'mrr') }} as sound,
        {{ calculate_customer_health_score('subscription_status', 'device_events_30d', 'device_online_ratio', 'not is_delinquent', 'mrr') }} as turned

    from given

)

select model.* replace (
    cast(scored.customer_id as integer) as customer_id,
    scored.subscription_status as subscription_status,
    cast(scored.device_events_30d as bigint) as device_events_30d,
    cast(scored.device_online_ratio as decimal(5, 4)) as device_online_ratio,
    scored.is_delinquent as is_delinquent,
    cast(scored.mrr as decimal(12, 2)) as monthly_recurring_revenue,
    cast(case when scored.device_online_ratio is not null then scored.sound end as decimal(5, 4)) as customer_health_score
)
from scored
cross join (select * from {{ ref('entity_customers') }} order by customer_id limit 1) as model
