-- One row per invoice that is to be collected, through all attempts. It is no payment: each
-- attempt is a charge. Records of Stripe's test mode are left out.
{{ config(tags=['pattern:dedup']) }}

with

payment_intents as (

    select * from {{ source('stripe', 'payment_intent') }}
    {{ dedupe('id') }}

),

final as (

    select
        id as payment_intent_id,
        customer_id as stripe_customer_id,
        payment_method_id,
        lower(currency) as currency,
        lower(status) as payment_status,
        last_payment_error_code,
        {{ cents_to_currency('amount') }} as amount,
        {{ cents_to_currency('amount_received') }} as amount_received,
        {{ dq_flags([
            "amount_received not in (0, amount)",
            "(status = 'succeeded') <> (amount_received > 0)",
            "canceled_at < created",
        ]) }} as dq_flags,
        canceled_at,
        created as created_at,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from payment_intents
    where livemode

)

select * from final
