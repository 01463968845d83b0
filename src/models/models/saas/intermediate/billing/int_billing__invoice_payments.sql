-- One row per invoice: whose it is, what was due, paid and given back, what it cost to
-- collect, and how long the payment took. All amounts of an invoice are brought to USD at
-- one rate, that of the day on which it became payable, so that due = paid + remaining.
{{ config(tags=['pattern:asof']) }}

with

invoices as (

    select * from {{ ref('stg_stripe__invoices') }}
    where invoice_status <> 'draft'

),

customer_map as (

    select * from {{ ref('int_identity__customer_map') }}

),

stripe_customers as (

    select * from {{ ref('stg_stripe__customers') }}

),

subscriptions as (

    select * from {{ ref('int_subscriptions__core') }}

),

charges as (

    select * from {{ ref('stg_stripe__charges') }}

),

refunds as (

    select * from {{ ref('stg_stripe__refunds') }}

),

disputes as (

    select * from {{ ref('stg_stripe__disputes') }}

),

balance_transactions as (

    select * from {{ ref('stg_stripe__balance_transactions') }}

),

credit_notes as (

    select * from {{ ref('stg_stripe__credit_notes') }}

),

credit_note_line_items as (

    select * from {{ ref('stg_stripe__credit_note_line_items') }}

),

invoice_line_items as (

    select * from {{ ref('stg_stripe__invoice_line_items') }}

),

invoice_items as (

    select * from {{ ref('stg_stripe__invoice_items') }}

),

customer_balance_transactions as (

    select * from {{ ref('stg_stripe__customer_balance_transactions') }}

),

exchange_rates as (

    select * from {{ ref('stg_reference__exchange_rates') }}

),

-- Inactive rates were set up in error.
tax_percentages as (

    select distinct percentage
    from {{ ref('stg_stripe__tax_rates') }}
    where is_active
        and not is_inclusive
        and percentage > 0

),

-- Money that came in, in the currency of the charge, and what Stripe booked for it.
payments_per_invoice as (

    select
        charges.invoice_id,
        sum(balance_transactions.amount) as booked_usd,
        sum(balance_transactions.fee) as fee_usd

    from charges
    inner join balance_transactions
        on charges.balance_transaction_id = balance_transactions.balance_transaction_id
    where charges.is_paid
    group by charges.invoice_id

),

refunds_per_invoice as (

    select
        charges.invoice_id,
        sum(refunds.amount) as refunded

    from refunds
    inner join charges on refunds.charge_id = charges.charge_id
    group by charges.invoice_id

),

-- A contested charge is gone at once and comes back only when the dispute is won. The fee is
-- kept either way.
dispute_fees as (

    select
        source_id as dispute_id,
        sum(fee) as fee_usd

    from balance_transactions
    where reporting_category in ('dispute', 'dispute_reversal')
    group by source_id

),

disputes_per_invoice as (

    select
        charges.invoice_id,
        coalesce(sum(disputes.amount) filter (where disputes.dispute_status <> 'won'), 0) as disputed,
        sum(dispute_fees.fee_usd) as fee_usd

    from disputes
    inner join charges on disputes.charge_id = charges.charge_id
    left join dispute_fees on disputes.dispute_id = dispute_fees.dispute_id
    group by charges.invoice_id

),

credits_per_invoice as (

    select
        credit_notes.invoice_id,
        sum(credit_note_line_items.amount) as credited

    from credit_notes
    inner join credit_note_line_items
        on credit_notes.credit_note_id = credit_note_line_items.credit_note_id
    where credit_notes.credit_note_status = 'issued'
    group by credit_notes.invoice_id

),

lines_per_invoice as (

    select
        invoice_id,
        coalesce(sum(amount) filter (where line_type = 'subscription'), 0) as recurring

    from invoice_line_items
    group by invoice_id

),

one_off_per_invoice as (

    select
        invoice_id,
        sum(amount) as one_off

    from invoice_items
    where not is_proration
    group by invoice_id

),

-- What a customer has to its credit after each change.
customer_credit as (

    select
        stripe_customer_id,
        created_at,
        -sum(sum(amount)) over (
            partition by stripe_customer_id order by created_at
            rows between unbounded preceding and current row
        ) as credit

    from customer_balance_transactions
    group by stripe_customer_id, created_at

),

-- Weekends have no rate: the last one before holds.
with_rate as (

    select
        invoices.*,
        case when invoices.currency = 'usd' then 1 else exchange_rates.usd_rate end as usd_rate,
        invoices.subtotal + invoices.tax - invoices.total as discount

    from invoices
    asof left join exchange_rates
        on invoices.currency = exchange_rates.currency
        and cast(invoices.finalized_at as date) >= exchange_rates.date_day

),

with_credit as (

    select
        with_rate.*,
        customer_credit.credit

    from with_rate
    asof left join customer_credit
        on with_rate.stripe_customer_id = customer_credit.stripe_customer_id
        and with_rate.created_at >= customer_credit.created_at

),

-- Invoices do not name their tax rate; it is the one in use that gives the tax to the cent.
invoice_tax_rates as (

    select
        with_rate.invoice_id,
        tax_percentages.percentage

    from with_rate
    inner join tax_percentages
        on abs(
            with_rate.tax
            - (with_rate.subtotal - with_rate.discount) * tax_percentages.percentage / 100
        ) <= 0.01
    where with_rate.tax > 0
    qualify row_number() over (
        partition by with_rate.invoice_id
        order by
            abs(
                with_rate.tax
                - (with_rate.subtotal - with_rate.discount) * tax_percentages.percentage / 100
            ),
            tax_percentages.percentage
    ) = 1

),

-- Stripe keeps no time for an invoice that is written off: that happens when its
-- subscription ends, or else with the period billed.
joined as (

    select
        invoices.*,
        customer_map.customer_id,
        subscriptions.subscription_id,
        coalesce(stripe_customers.dq_flags & 8 > 0, false) as is_internal,
        coalesce(lines_per_invoice.recurring, 0) as recurring,
        coalesce(one_off_per_invoice.one_off, 0) as one_off,
        coalesce(refunds_per_invoice.refunded, 0) as refunded,
        coalesce(disputes_per_invoice.disputed, 0) as disputed,
        coalesce(credits_per_invoice.credited, 0) as credited,
        invoice_tax_rates.percentage as tax_rate_pct,
        payments_per_invoice.booked_usd,
        coalesce(payments_per_invoice.fee_usd, 0) + coalesce(disputes_per_invoice.fee_usd, 0)
            as fee_usd,
        case invoices.invoice_status
            when 'paid' then invoices.paid_at
            when 'void' then invoices.voided_at
            when 'uncollectible' then coalesce(subscriptions.canceled_at, invoices.period_end)
            else cast({{ as_of_date() }} + 1 as timestamp)
        end as collection_ended_at

    from with_credit as invoices
    left join customer_map on invoices.stripe_customer_id = customer_map.stripe_customer_id
    left join stripe_customers on invoices.stripe_customer_id = stripe_customers.stripe_customer_id
    left join subscriptions on invoices.stripe_subscription_id = subscriptions.stripe_subscription_id
    left join lines_per_invoice on invoices.invoice_id = lines_per_invoice.invoice_id
    left join one_off_per_invoice on invoices.invoice_id = one_off_per_invoice.invoice_id
    left join invoice_tax_rates on invoices.invoice_id = invoice_tax_rates.invoice_id
    left join payments_per_invoice on invoices.invoice_id = payments_per_invoice.invoice_id
    left join refunds_per_invoice on invoices.invoice_id = refunds_per_invoice.invoice_id
    left join disputes_per_invoice on invoices.invoice_id = disputes_per_invoice.invoice_id
    left join credits_per_invoice on invoices.invoice_id = credits_per_invoice.invoice_id

),

final as (

    select
        invoices.invoice_id,
        invoices.stripe_customer_id,
        invoices.customer_id,
        invoices.subscription_id,
        invoices.payment_intent_id,
        invoices.charge_id,
        invoices.invoice_status,
        invoices.currency,
        cast(invoices.usd_rate as decimal(12, 6)) as usd_rate,
        {{ in_usd('invoices.recurring', 'invoices.usd_rate') }} as recurring_usd,
        {{ in_usd('invoices.one_off', 'invoices.usd_rate') }} as one_off_usd,
        {{ in_usd('invoices.discount', 'invoices.usd_rate') }} as discount_usd,
        {{ in_usd('invoices.tax', 'invoices.usd_rate') }} as tax_usd,
        invoices.tax_rate_pct,
        {{ in_usd('invoices.total - invoices.amount_due', 'invoices.usd_rate') }} as credit_used_usd,
        -- A balance may also be owed: then no credit is left.
        {{ in_usd('greatest(coalesce(invoices.credit, 0), 0)', 'invoices.usd_rate') }} as credit_left_usd,
        {{ in_usd('invoices.amount_due', 'invoices.usd_rate') }} as amount_due_usd,
        {{ in_usd('invoices.amount_paid', 'invoices.usd_rate') }} as amount_paid_usd,
        {{ in_usd('invoices.amount_remaining', 'invoices.usd_rate') }} as amount_remaining_usd,
        {{ in_usd('invoices.refunded', 'invoices.usd_rate') }} as refunded_usd,
        {{ in_usd('invoices.disputed', 'invoices.usd_rate') }} as disputed_usd,
        {{ in_usd('invoices.credited', 'invoices.usd_rate') }} as credited_usd,
        cast(invoices.fee_usd as decimal(14, 2)) as fee_usd,
        cast(
            {{ in_usd('invoices.amount_paid', 'invoices.usd_rate') }}
            - {{ in_usd('invoices.refunded', 'invoices.usd_rate') }}
            - {{ in_usd('invoices.disputed', 'invoices.usd_rate') }}
            - invoices.fee_usd
            as decimal(14, 2)
        ) as net_usd,
        cast(invoices.booked_usd as decimal(14, 2)) as booked_usd,
        invoices.attempt_count,
        date_diff('day', invoices.finalized_at, invoices.paid_at) as days_to_payment,
        -- A card is charged at once; an invoice that is sent has failed when its due date
        -- went by.
        case
            when invoices.due_at is not null then invoices.collection_ended_at > invoices.due_at
            else invoices.attempt_count > 1
                or (invoices.attempt_count = 1 and invoices.invoice_status <> 'paid')
        end as is_first_attempt_failed,
        invoices.is_internal,
        invoices.finalized_at,
        invoices.due_at,
        invoices.paid_at,
        case
            when invoices.invoice_status <> 'open' then invoices.collection_ended_at
        end as collection_ended_at

    from joined as invoices

)

select * from final
