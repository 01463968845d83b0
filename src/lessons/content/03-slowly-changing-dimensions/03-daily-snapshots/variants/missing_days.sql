-- title: missing days, a plan that comes back, and no plan at all
-- relation: entity_customers_daily
-- 9001: the week of the lesson, long ago. 9002: no plan for two days, then the plan from before; it goes on until today. 9003: one
-- day only, the last. 9004: begins without a plan, and misses two days within one plan until today.
select
    cast(given.customer_id as integer) as customer_id,
    given.plan,
    'active' as customer_status,
    'active' as subscription_status,
    cast(null as varchar) as health_trajectory_30d,
    cast(0 as decimal(12, 2)) as mrr,
    cast(null as decimal(13, 2)) as mrr_change_1d,
    cast(null as decimal(13, 2)) as mrr_change_30d,
    cast(null as decimal(14, 4)) as mrr_avg_30d,
    cast(0 as bigint) as device_events,
    cast(0 as bigint) as active_users,
    cast(0 as bigint) as device_events_30d,
    cast(0 as bigint) as active_users_30d,
    cast(null as decimal(5, 4)) as device_online_ratio,
    cast(null as decimal(5, 4)) as customer_health_score,
    cast(null as decimal(5, 4)) as churn_risk_score,
    cast(null as decimal(6, 4)) as health_change_30d,
    cast(null as decimal(7, 6)) as health_avg_30d,
    cast(null as decimal(5, 4)) as health_min_30d,
    cast(null as decimal(5, 4)) as health_max_30d,
    cast(null as decimal(7, 6)) as health_stddev_30d,
    cast(1 as bigint) as day_sequence,
    false as is_delinquent,
    date '2025-01-01' as cohort_month,
    cast('{{ var("as_of_date") }}' as date) - given.days_ago as date_day

from (
    values
        (9001, 'Starter', 100),
        (9001, 'Starter', 99),
        (9001, 'Professional', 98),
        (9001, 'Professional', 97),
        (9001, 'Professional', 95),
        (9001, 'Starter', 94),
        (9002, 'Starter', 5),
        (9002, 'Starter', 4),
        (9002, null, 3),
        (9002, null, 2),
        (9002, 'Starter', 1),
        (9002, 'Starter', 0),
        (9003, 'Lite', 0),
        (9004, null, 6),
        (9004, null, 5),
        (9004, 'Lite', 4),
        (9004, 'Lite', 1),
        (9004, 'Lite', 0)
) as given (customer_id, plan, days_ago)
