-- One row per invoice: whose it is, what was due and paid in USD, and how long the payment
-- took.
with

invoices as (

    select * from {{ ref('stg_stripe__invoices') }}

),

customer_map as (

    select * from {{ ref('int_identity__customer_map') }}

),

subscriptions as (

    select * from {{ ref('int_subscriptions__core') }}

),

-- Stripe keeps no time for an invoice that is written off: that happens when its
-- subscription ends, or else with the period billed.
joined as (

    select
        invoices.*,
        customer_map.customer_id,
        subscriptions.subscription_id,
        case invoices.invoice_status
            when 'paid' then invoices.paid_at
            when 'void' then invoices.voided_at
            when 'uncollectible' then coalesce(subscriptions.canceled_at, invoices.period_end)
            else cast({{ as_of_date() }} + 1 as timestamp)
        end as collection_ended_at

    from invoices
    left join customer_map on invoices.stripe_customer_id = customer_map.stripe_customer_id
    left join subscriptions on invoices.stripe_subscription_id = subscriptions.stripe_subscription_id
    where invoices.invoice_status <> 'draft'

),

final as (

    select
        invoices.invoice_id,
        invoices.stripe_customer_id,
        invoices.customer_id,
        invoices.subscription_id,
        invoices.invoice_status,
        case when invoices.currency = 'usd' then invoices.amount_due end as amount_due_usd,
        case when invoices.currency = 'usd' then invoices.amount_paid end as amount_paid_usd,
        case when invoices.currency = 'usd' then invoices.amount_remaining end as amount_remaining_usd,
        invoices.attempt_count,
        date_diff('day', invoices.finalized_at, invoices.paid_at) as days_to_payment,
        -- A card is charged at once; an invoice that is sent has failed when its due date
        -- went by.
        case
            when invoices.due_at is not null then invoices.collection_ended_at > invoices.due_at
            else invoices.attempt_count > 1
                or (invoices.attempt_count = 1 and invoices.invoice_status <> 'paid')
        end as is_first_attempt_failed,
        invoices.finalized_at,
        invoices.due_at,
        invoices.paid_at,
        case
            when invoices.invoice_status <> 'open' then invoices.collection_ended_at
        end as collection_ended_at

    from joined as invoices

)

select * from final
