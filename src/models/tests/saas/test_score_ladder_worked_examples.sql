-- The stepwise scores: one customer on each step, in the order of the steps.
with

health_examples (
    subscription_status,
    device_events_30d,
    device_online_ratio,
    is_delinquent,
    mrr,
    expected
) as (

    values
        ('active', 1001, 0.81, false, 101, 0.95),
        ('active', 1000, 0.81, false, 101, 0.80),
        ('active', 501, 0.41, true, 0, 0.65),
        ('active', 11, null, true, 0, 0.50),
        ('trialing', 51, 0.90, false, 0, 0.35),
        ('past_due', 50, 0.90, true, 200, 0.20),
        ('active', 10, 0.90, false, 200, 0.05),
        ('canceled', 2000, 1.00, false, 0, 0.05)

),

risk_examples (
    subscription_status,
    device_events_30d,
    days_since_last_activity,
    is_delinquent,
    health,
    expected
) as (

    values
        ('canceled', 900, 1, false, 0.05, 1.00),
        ('past_due', 9, 1, true, 0.20, 0.95),
        ('active', 0, null, false, 0.05, 0.90),
        ('active', 49, 61, false, 0.50, 0.85),
        ('active', 99, 31, false, 0.50, 0.70),
        ('active', 200, 1, false, 0.29, 0.65),
        ('active', 99, 14, false, 0.50, 0.55),
        ('active', 100, 15, false, 0.65, 0.40),
        ('active', 100, 14, false, 0.50, 0.30),
        ('active', 600, 1, false, 0.80, 0.15)

),

scored as (

    select
        'health' as score,
        expected,
        {{ customer_health_score_ladder(
            'subscription_status',
            'device_events_30d',
            'device_online_ratio',
            'is_delinquent',
            'mrr'
        ) }} as actual
    from health_examples

    union all

    select
        'risk' as score,
        expected,
        {{ churn_risk_score_ladder(
            'subscription_status',
            'device_events_30d',
            'days_since_last_activity',
            'is_delinquent',
            'health'
        ) }} as actual
    from risk_examples

)

select * from scored
where actual is distinct from expected
