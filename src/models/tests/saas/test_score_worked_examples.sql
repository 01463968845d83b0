-- The macros give the scores that were worked out by hand: seven customers, their health,
-- and their risk after 2 and 40 quiet days. The numbers hold for the smooth variant with
-- the project's own weights.
{{ config(enabled=(var('score_variant') == 'smooth')) }}

with

examples (
    subscription_status,
    device_events_30d,
    device_online_ratio,
    is_delinquent,
    mrr,
    health,
    risk_at_2_days,
    risk_at_40_days
) as (

    values
        ('active', 250, 0.90, false, 250, 0.8050, 0.1738, 0.2794),
        ('past_due', 50, 0.60, true, 100, 0.2800, 0.6376, 0.7431),
        ('canceled', 800, 1.00, false, 0, 0.2000, 1.0000, 1.0000),
        ('trialing', 0, null, false, 0, 0.4300, 0.4301, 0.5356),
        ('active', 500, 1.00, false, 500, 1.0000, 0.0056, 0.1111),
        ('active', 0, 0.00, true, 0, 0.3000, 0.6006, 0.7061),
        ('paused', 120, 0.95, false, 300, 0.5020, 0.3719, 0.4774)

),

scored as (

    select
        *,
        {{ calculate_customer_health_score(
            'subscription_status', 'device_events_30d', 'device_online_ratio', 'is_delinquent', 'mrr'
        ) }} as customer_health_score

    from examples

),

with_risk as (

    select
        *,
        {{ calculate_churn_risk_score(
            'subscription_status', 'device_events_30d', '2', 'is_delinquent', 'customer_health_score'
        ) }} as actual_risk_at_2_days,
        {{ calculate_churn_risk_score(
            'subscription_status', 'device_events_30d', '40', 'is_delinquent', 'customer_health_score'
        ) }} as actual_risk_at_40_days

    from scored

)

select *
from with_risk
where customer_health_score is distinct from health
    or actual_risk_at_2_days is distinct from risk_at_2_days
    or actual_risk_at_40_days is distinct from risk_at_40_days
