-- No customer gains health, or loses risk, by an overdue invoice, by less usage, by less
-- online time or by a longer silence.
with

customers as (

    select * from {{ ref('entity_customers') }}

),

with_worse_inputs as (

    select
        customer_id,
        customer_health_score,
        churn_risk_score,
        {{ calculate_customer_health_score(
            'subscription_status',
            'device_events_30d',
            'device_online_ratio',
            'true',
            'monthly_recurring_revenue'
        ) }} as health_when_overdue,
        {{ calculate_customer_health_score(
            'subscription_status',
            'device_events_30d // 2',
            'device_online_ratio',
            'is_delinquent',
            'monthly_recurring_revenue'
        ) }} as health_with_half_the_events,
        {{ calculate_customer_health_score(
            'subscription_status',
            'device_events_30d',
            'device_online_ratio / 2',
            'is_delinquent',
            'monthly_recurring_revenue'
        ) }} as health_with_half_the_online_time,
        {{ calculate_churn_risk_score(
            'subscription_status',
            'device_events_30d',
            'days_since_last_activity',
            'true',
            'customer_health_score'
        ) }} as risk_when_overdue,
        {{ calculate_churn_risk_score(
            'subscription_status',
            'device_events_30d // 2',
            'days_since_last_activity',
            'is_delinquent',
            'customer_health_score'
        ) }} as risk_with_half_the_events,
        {{ calculate_churn_risk_score(
            'subscription_status',
            'device_events_30d',
            'days_since_last_activity + 10',
            'is_delinquent',
            'customer_health_score'
        ) }} as risk_after_ten_more_quiet_days,
        {{ calculate_churn_risk_score(
            'subscription_status',
            'device_events_30d',
            'days_since_last_activity',
            'is_delinquent',
            'customer_health_score / 2'
        ) }} as risk_at_half_the_health

    from customers

)

select * from with_worse_inputs
where health_when_overdue > customer_health_score
    or health_with_half_the_events > customer_health_score
    or health_with_half_the_online_time > customer_health_score
    or risk_when_overdue < churn_risk_score
    or risk_with_half_the_events < churn_risk_score
    or risk_after_ten_more_quiet_days < churn_risk_score
    or risk_at_half_the_health < churn_risk_score
