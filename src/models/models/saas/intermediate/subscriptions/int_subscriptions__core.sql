-- One row per subscription: the application's record joined with what Stripe bills for it.
-- MRR is in USD, before discounts; the discount that runs on as_of_date is beside it.
{{ config(tags=['pattern:asof']) }}

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

subscription_items as (

    select * from {{ ref('stg_stripe__subscription_items') }}

),

prices as (

    select * from {{ ref('stg_stripe__prices') }}

),

products as (

    select * from {{ ref('stg_stripe__products') }}

),

discounts as (

    select * from {{ ref('stg_stripe__discounts') }}

),

coupons as (

    select * from {{ ref('stg_stripe__coupons') }}

),

promotion_codes as (

    select * from {{ ref('stg_stripe__promotion_codes') }}

),

exchange_rates as (

    select * from {{ ref('stg_reference__exchange_rates') }}
    where date_day <= {{ as_of_date() }}

),

first_payments as (

    select
        subscription_id,
        min(changed_at) filter (where mrr_after > 0) as first_paid_at,
        max(changed_at) filter (where event_type = 'cancel') as last_canceled_at

    from subscription_changes
    group by subscription_id

),

-- A subscription has one recurring item; should it have more, the dearest names it.
product_per_subscription as (

    select
        subscription_items.stripe_subscription_id,
        products.product_name

    from subscription_items
    inner join prices on subscription_items.stripe_price_id = prices.stripe_price_id
    inner join products on prices.stripe_product_id = products.stripe_product_id
    where prices.recurring_interval is not null
    qualify row_number() over (
        partition by subscription_items.stripe_subscription_id
        order by prices.unit_amount desc, subscription_items.subscription_item_id
    ) = 1

),

codes_per_coupon as (

    select
        coupon_id,
        string_agg(code, ', ' order by code) as codes

    from promotion_codes
    group by coupon_id

),

-- Discounts that lower an invoice written at the end of as_of_date.
running_discounts as (

    select
        discounts.stripe_subscription_id,
        string_agg(discounts.coupon_id, ', ' order by discounts.discount_id) as coupon_ids,
        string_agg(codes_per_coupon.codes, ', ' order by discounts.discount_id) as coupon_codes,
        coalesce(sum(coupons.percent_off), 0) as percent_off,
        coalesce(sum(coupons.amount_off), 0) as amount_off

    from discounts
    inner join coupons on discounts.coupon_id = coupons.coupon_id
    left join codes_per_coupon on discounts.coupon_id = codes_per_coupon.coupon_id
    where discounts.started_at < {{ as_of_date() }} + 1
        and (discounts.ended_at is null or discounts.ended_at >= {{ as_of_date() }} + 1)
    group by discounts.stripe_subscription_id

),

-- Prices are in USD so far; one in another currency would be brought to USD at the last
-- known rate.
stripe_subscriptions_with_rate as (

    select
        stripe_subscriptions.*,
        case
            when stripe_subscriptions.currency = 'usd' then 1
            else exchange_rates.usd_rate
        end as usd_rate

    from (
        select
            *,
            {{ as_of_date() }} as as_of_date

        from stripe_subscriptions
    ) as stripe_subscriptions
    asof left join exchange_rates
        on stripe_subscriptions.currency = exchange_rates.currency
        and stripe_subscriptions.as_of_date >= exchange_rates.date_day

),

final as (

    select
        subscriptions.subscription_id,
        subscriptions.customer_id,
        subscriptions.stripe_subscription_id,
        subscriptions.plan_id,
        plans.plan_name,
        product_per_subscription.product_name as stripe_product_name,
        coalesce(
            stripe_subscriptions.subscription_status, subscriptions.subscription_status
        ) as subscription_status,
        stripe_subscriptions.billing_interval,
        stripe_subscriptions.interval_count,
        stripe_subscriptions.currency,
        running_discounts.coupon_ids as discount_coupon_id,
        running_discounts.coupon_codes as discount_codes,
        plans.plan_tier,
        subscriptions.quantity,
        case
            when {{ is_paying_status('stripe_subscriptions.subscription_status') }}
                then cast(coalesce({{ normalize_to_mrr(
                    'stripe_subscriptions.amount_cents',
                    'stripe_subscriptions.billing_interval',
                    'stripe_subscriptions.interval_count'
                ) }} * stripe_subscriptions.usd_rate, 0) as decimal(12, 2))
            else cast(0 as decimal(12, 2))
        end as monthly_recurring_revenue,
        -- Of an invoice over its recurring items. Not more than all of it is taken off.
        cast(round(least(
            100,
            coalesce(running_discounts.percent_off, 0)
            + coalesce({{ safe_divide(
                '10000 * running_discounts.amount_off', 'stripe_subscriptions.amount_cents'
            ) }}, 0)
        ), 2) as decimal(5, 2)) as discount_pct,
        subscriptions.subscription_status = 'trialing' as is_in_trial,
        subscriptions.dq_flags & 8 > 0 as is_customer_erased,
        subscriptions.trial_end_date,
        subscriptions.created_at as started_at,
        first_payments.first_paid_at,
        case
            when subscriptions.subscription_status = 'canceled' then first_payments.last_canceled_at
        end as canceled_at,
        stripe_subscriptions.current_period_end

    from subscriptions
    left join stripe_subscriptions_with_rate as stripe_subscriptions
        on subscriptions.stripe_subscription_id = stripe_subscriptions.stripe_subscription_id
    left join product_per_subscription
        on subscriptions.stripe_subscription_id = product_per_subscription.stripe_subscription_id
    left join running_discounts
        on subscriptions.stripe_subscription_id = running_discounts.stripe_subscription_id
        and {{ is_live_status('stripe_subscriptions.subscription_status') }}
    left join plans on subscriptions.plan_id = plans.plan_id
    left join first_payments on subscriptions.subscription_id = first_payments.subscription_id

)

select * from final
