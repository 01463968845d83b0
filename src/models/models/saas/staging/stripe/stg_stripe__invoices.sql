-- One row per invoice. Amounts are in currency units of the invoice's own currency.
{{ config(tags=['pattern:dedup']) }}

with

invoices as (

    select * from {{ source('stripe', 'invoice') }}
    {{ dedupe('id') }}

),

final as (

    select
        id as invoice_id,
        customer_id as stripe_customer_id,
        subscription_id as stripe_subscription_id,
        charge_id,
        payment_intent_id,
        number as invoice_number,
        lower(currency) as currency,
        lower(trim(status)) as invoice_status,
        billing_reason,
        {{ cents_to_currency('amount_due') }} as amount_due,
        {{ cents_to_currency('amount_paid') }} as amount_paid,
        {{ cents_to_currency('amount_remaining') }} as amount_remaining,
        {{ cents_to_currency('subtotal') }} as subtotal,
        {{ cents_to_currency('tax') }} as tax,
        {{ cents_to_currency('total') }} as total,
        attempt_count,
        {{ dq_flags([
            "amount_due <> amount_paid + amount_remaining",
            "status_transitions_paid_at < created",
            "status = 'paid' and status_transitions_paid_at is null",
        ]) }} as dq_flags,
        next_payment_attempt as next_payment_attempt_at,
        due_date as due_at,
        period_start,
        period_end,
        status_transitions_paid_at as paid_at,
        status_transitions_finalized_at as finalized_at,
        status_transitions_voided_at as voided_at,
        created as created_at,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from invoices
    where livemode

)

select * from final
