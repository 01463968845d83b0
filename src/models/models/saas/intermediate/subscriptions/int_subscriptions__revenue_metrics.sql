-- One row per subscription: how reliably it is paid, what it has paid so far, and how much
-- of its MRR is at risk.
{{ config(tags=['pattern:statistics']) }}

with

subscriptions as (

    select * from {{ ref('int_subscriptions__core') }}

),

invoice_payments as (

    select * from {{ ref('int_billing__invoice_payments') }}

),

-- Drafts and voided invoices say nothing about how a customer pays.
per_subscription as (

    select
        subscription_id,
        count(*) as invoices,
        count(*) filter (
            where invoice_status = 'paid' and not is_first_attempt_failed
        ) as paid_at_first_attempt,
        count(*) filter (
            where invoice_status = 'open' and is_first_attempt_failed
        ) as overdue_invoices,
        avg(days_to_payment) as avg_days_to_payment,
        quantile_cont(days_to_payment, 0.5) as median_days_to_payment,
        stddev_samp(days_to_payment) as stddev_days_to_payment,
        sum(amount_paid_usd) as lifetime_revenue

    from invoice_payments
    where invoice_status in ('open', 'paid', 'uncollectible')
    group by subscription_id

),

scored as (

    select
        subscriptions.subscription_id,
        subscriptions.customer_id,
        subscriptions.monthly_recurring_revenue,
        {{ is_live_status('subscriptions.subscription_status') }} as is_live,
        cast({{ safe_divide(
            'per_subscription.paid_at_first_attempt', 'per_subscription.invoices'
        ) }} as decimal(5, 4)) as payment_success_rate,
        cast(per_subscription.avg_days_to_payment as decimal(6, 2)) as avg_days_to_payment,
        cast(per_subscription.median_days_to_payment as decimal(6, 2)) as median_days_to_payment,
        cast(per_subscription.stddev_days_to_payment as decimal(8, 4)) as stddev_days_to_payment,
        cast(coalesce(per_subscription.lifetime_revenue, 0) as decimal(14, 2)) as lifetime_revenue,
        coalesce(per_subscription.overdue_invoices, 0) > 0 as has_overdue_invoice

    from subscriptions
    left join per_subscription on subscriptions.subscription_id = per_subscription.subscription_id

),

final as (

    select
        subscription_id,
        customer_id,
        case
            when not is_live then 'ended'
            when has_overdue_invoice then 'high'
            when payment_success_rate < {{ var('payment_success_good_from') }} then 'medium'
            else 'low'
        end as risk_classification,
        payment_success_rate,
        avg_days_to_payment,
        median_days_to_payment,
        stddev_days_to_payment,
        lifetime_revenue,
        -- No invoice yet: no reason to doubt.
        cast(
            coalesce(payment_success_rate, 1)
            * case when has_overdue_invoice then {{ var('payment_overdue_factor') }} else 1 end
            as decimal(5, 4)
        ) as payment_health_score,
        case when has_overdue_invoice then monthly_recurring_revenue else 0 end as mrr_at_risk

    from scored

)

select * from final
