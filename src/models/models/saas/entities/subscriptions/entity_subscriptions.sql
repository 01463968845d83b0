-- One row per subscription: what it is and what it is worth on as_of_date.
with

subscriptions as (

    select * from {{ ref('int_subscriptions__core') }}

),

revenue_metrics as (

    select * from {{ ref('int_subscriptions__revenue_metrics') }}

),

final as (

    select
        subscriptions.subscription_id,
        subscriptions.customer_id,
        subscriptions.plan_name as plan,
        subscriptions.billing_interval,
        subscriptions.subscription_status,
        revenue_metrics.risk_classification,
        subscriptions.plan_tier,
        subscriptions.quantity,
        subscriptions.monthly_recurring_revenue,
        cast(subscriptions.monthly_recurring_revenue * 12 as decimal(14, 2)) as annual_recurring_revenue,
        cast(
            revenue_metrics.lifetime_revenue * {{ var('gross_margin') }} as decimal(14, 2)
        ) as lifetime_value,
        subscriptions.discount_pct,
        revenue_metrics.payment_success_rate,
        revenue_metrics.payment_health_score,
        revenue_metrics.mrr_at_risk,
        subscriptions.is_in_trial,
        {{ is_live_status('subscriptions.subscription_status') }} as is_live,
        subscriptions.is_customer_erased,
        case
            when {{ is_live_status('subscriptions.subscription_status') }}
                then cast(subscriptions.current_period_end as date)
        end as renewal_date,
        {{ as_of_date() }} as as_of_date,
        subscriptions.started_at,
        subscriptions.first_paid_at,
        subscriptions.canceled_at

    from subscriptions
    inner join revenue_metrics on subscriptions.subscription_id = revenue_metrics.subscription_id

)

select * from final
order by subscription_id
