-- One row per attempt to collect an invoice, by card or by transfer. Failed charges moved no
-- money: filter on is_paid before adding up. Records of Stripe's test mode are left out.
{{ config(tags=['pattern:dedup']) }}

with

charges as (

    select * from {{ source('stripe', 'charge') }}
    {{ dedupe('id') }}

),

final as (

    select
        id as charge_id,
        customer_id as stripe_customer_id,
        invoice_id,
        payment_intent_id,
        balance_transaction_id,
        lower(currency) as currency,
        lower(status) as charge_status,
        failure_code,
        lower(outcome_risk_level) as risk_level,
        {{ cents_to_currency('amount') }} as amount,
        {{ cents_to_currency('amount_refunded') }} as amount_refunded,
        outcome_risk_score as risk_score,
        {{ dq_flags([
            "paid <> (status = 'succeeded')",
            "amount_refunded > amount",
            "paid and balance_transaction_id is null",
        ]) }} as dq_flags,
        paid as is_paid,
        captured as is_captured,
        refunded as is_refunded,
        created as created_at,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from charges
    where livemode

)

select * from final
