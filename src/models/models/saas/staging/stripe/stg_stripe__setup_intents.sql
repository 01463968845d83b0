-- One row per time that a customer was asked for the first card.
{{ config(tags=['pattern:dedup']) }}

with

setup_intents as (

    select * from {{ source('stripe', 'setup_intent') }}
    {{ dedupe('id') }}

),

final as (

    select
        id as setup_intent_id,
        customer_id as stripe_customer_id,
        payment_method_id,
        lower(status) as setup_status,
        {{ dq_flags(["(status = 'succeeded') <> (payment_method_id is not null)"]) }} as dq_flags,
        created as created_at,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from setup_intents

)

select * from final
