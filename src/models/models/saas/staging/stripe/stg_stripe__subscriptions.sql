-- One row per Stripe subscription, with the amount and interval of its recurring items (a
-- subscription bills at one interval).
{{ config(tags=['pattern:dedup']) }}

with

subscriptions as (

    select * from {{ source('stripe', 'subscription') }}
    {{ dedupe('id') }}

),

subscription_items as (

    select * from {{ source('stripe', 'subscription_item') }}
    {{ dedupe('id') }}

),

prices as (

    select * from {{ source('stripe', 'price') }}
    {{ dedupe('id') }}

),

status_mapping as (

    select raw_status, status from {{ ref('seed_status_mapping') }}
    where system = 'stripe'

),

recurring_amounts as (

    select
        subscription_items.subscription_id,
        sum(cast(prices.unit_amount as bigint) * subscription_items.quantity) as amount_cents,
        min(lower(prices.currency)) as currency,
        min(prices.recurring_interval) as billing_interval,
        min(prices.recurring_interval_count) as interval_count,
        count(distinct prices.recurring_interval) as intervals

    from subscription_items
    inner join prices on subscription_items.price_id = prices.id
    where prices.recurring_interval is not null
    group by subscription_items.subscription_id

),

final as (

    select
        subscriptions.id as stripe_subscription_id,
        subscriptions.customer_id as stripe_customer_id,
        coalesce(status_mapping.status, lower(trim(subscriptions.status))) as subscription_status,
        recurring_amounts.currency,
        recurring_amounts.billing_interval,
        recurring_amounts.interval_count,
        cast(recurring_amounts.amount_cents as bigint) as amount_cents,
        subscriptions.quantity,
        {{ dq_flags([
            "status_mapping.status is null",
            "recurring_amounts.amount_cents is null",
            "recurring_amounts.intervals > 1",
        ]) }} as dq_flags,
        subscriptions.cancel_at_period_end,
        subscriptions.current_period_start,
        subscriptions.current_period_end,
        subscriptions.trial_start,
        subscriptions.trial_end,
        subscriptions.canceled_at,
        subscriptions.ended_at,
        subscriptions.start_date as started_at,
        subscriptions.created as created_at,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from subscriptions
    left join recurring_amounts on subscriptions.id = recurring_amounts.subscription_id
    left join status_mapping on lower(trim(subscriptions.status)) = status_mapping.raw_status
    where subscriptions.livemode

)

select * from final
