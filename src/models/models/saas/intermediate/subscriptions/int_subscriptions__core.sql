-- One row per subscription: the application's record joined with what Stripe bills for it.
-- MRR is in USD.
with

subscriptions as (

    select * from {{ ref('stg_app_database__subscriptions') }}

),

stripe_subscriptions as (

    select * from {{ ref('stg_stripe__subscriptions') }}

),

plans as (

    select * from {{ ref('stg_app_database__plans') }}

),

subscription_changes as (

    select * from {{ ref('stg_app_database__subscription_changes') }}

),

first_payments as (

    select
        subscription_id,
        min(changed_at) filter (where mrr_after > 0) as first_paid_at,
        max(changed_at) filter (where event_type = 'cancel') as last_canceled_at

    from subscription_changes
    group by subscription_id

),

final as (

    select
        subscriptions.subscription_id,
        subscriptions.customer_id,
        subscriptions.stripe_subscription_id,
        subscriptions.plan_id,
        plans.plan_name,
        coalesce(
            stripe_subscriptions.subscription_status, subscriptions.subscription_status
        ) as subscription_status,
        stripe_subscriptions.billing_interval,
        stripe_subscriptions.interval_count,
        plans.plan_tier,
        subscriptions.quantity,
        case
            when {{ is_paying_status('stripe_subscriptions.subscription_status') }}
                then cast(coalesce({{ normalize_to_mrr(
                    'stripe_subscriptions.amount_cents',
                    'stripe_subscriptions.billing_interval',
                    'stripe_subscriptions.interval_count'
                ) }}, 0) as decimal(12, 2))
            else cast(0 as decimal(12, 2))
        end as monthly_recurring_revenue,
        subscriptions.subscription_status = 'trialing' as is_in_trial,
        subscriptions.trial_end_date,
        subscriptions.created_at as started_at,
        first_payments.first_paid_at,
        case
            when subscriptions.subscription_status = 'canceled' then first_payments.last_canceled_at
        end as canceled_at,
        stripe_subscriptions.current_period_end

    from subscriptions
    left join stripe_subscriptions
        on subscriptions.stripe_subscription_id = stripe_subscriptions.stripe_subscription_id
    left join plans on subscriptions.plan_id = plans.plan_id
    left join first_payments on subscriptions.subscription_id = first_payments.subscription_id

)

select * from final
