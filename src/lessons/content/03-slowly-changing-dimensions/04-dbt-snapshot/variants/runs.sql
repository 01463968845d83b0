-- title: five runs
-- relation: entity_customers_daily
-- Five first days of a month. 9001: the plan changes, then the status. 9002: only the score moves. 9003: only the MRR moves. 9004:
-- nothing moves. 9005: loses its plan and gets it back. A change that no run sees lies in between.
select
    cast(given.customer_id as integer) as customer_id,
    given.plan,
    'active' as customer_status,
    given.subscription_status,
    cast(null as varchar) as health_trajectory_30d,
    cast(given.mrr as decimal(12, 2)) as mrr,
    cast(null as decimal(13, 2)) as mrr_change_1d,
    cast(null as decimal(13, 2)) as mrr_change_30d,
    cast(null as decimal(14, 4)) as mrr_avg_30d,
    cast(0 as bigint) as device_events,
    cast(0 as bigint) as active_users,
    cast(0 as bigint) as device_events_30d,
    cast(0 as bigint) as active_users_30d,
    cast(null as decimal(5, 4)) as device_online_ratio,
    cast(given.score as decimal(5, 4)) as customer_health_score,
    cast(null as decimal(5, 4)) as churn_risk_score,
    cast(null as decimal(6, 4)) as health_change_30d,
    cast(null as decimal(7, 6)) as health_avg_30d,
    cast(null as decimal(5, 4)) as health_min_30d,
    cast(null as decimal(5, 4)) as health_max_30d,
    cast(null as decimal(7, 6)) as health_stddev_30d,
    date_diff('day', date '2024-12-31', given.date_day) as day_sequence,
    false as is_delinquent,
    date '2025-01-01' as cohort_month,
    given.date_day

from (
    values
        (9001, 'Starter', 'active', 99, 0.8, date '2025-01-01'),
        (9001, 'Professional', 'active', 99, 0.8, date '2025-02-01'),
        (9001, 'Business', 'active', 99, 0.8, date '2025-02-15'),
        (9001, 'Professional', 'past_due', 99, 0.8, date '2025-03-01'),
        (9001, 'Professional', 'past_due', 99, 0.8, date '2025-04-01'),
        (9002, 'Starter', 'active', 99, 0.8, date '2025-01-01'),
        (9002, 'Starter', 'active', 99, 0.7, date '2025-02-01'),
        (9002, 'Starter', 'active', 99, 0.6, date '2025-03-01'),
        (9003, 'Starter', 'active', 99, 0.8, date '2025-01-01'),
        (9003, 'Starter', 'active', 198, 0.8, date '2025-02-01'),
        (9004, 'Lite', 'active', 49, 0.8, date '2025-01-01'),
        (9004, 'Lite', 'active', 49, 0.8, date '2025-02-01'),
        (9005, 'Lite', 'canceled', 49, 0.8, date '2025-03-01'),
        (9005, null, 'canceled', 49, 0.8, date '2025-04-01'),
        (9005, 'Lite', 'canceled', 49, 0.8, date '2025-05-01')
) as given (customer_id, plan, subscription_status, mrr, score, date_day)
