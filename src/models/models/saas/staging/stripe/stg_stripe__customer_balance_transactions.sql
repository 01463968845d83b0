-- One row per change of a customer's credit: negative gives credit, positive uses it.
{{ config(tags=['pattern:dedup']) }}

with

customer_balance_transactions as (

    select * from {{ source('stripe', 'customer_balance_transaction') }}
    {{ dedupe('id') }}

),

final as (

    select
        id as customer_balance_transaction_id,
        customer_id as stripe_customer_id,
        lower(type) as type,
        {{ cents_to_currency('amount') }} as amount,
        {{ dq_flags(["(type = 'applied_to_invoice') <> (amount > 0)"]) }} as dq_flags,
        created as created_at,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from customer_balance_transactions

)

select * from final
