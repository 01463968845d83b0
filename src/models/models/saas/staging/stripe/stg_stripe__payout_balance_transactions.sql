-- One row per movement of the balance and the payout that paid it.
{{ config(tags=['pattern:dedup']) }}

with

payout_balance_transactions as (

    select * from {{ source('stripe', 'payout_balance_transaction') }}
    {{ dedupe('payout_id, balance_transaction_id') }}

),

final as (

    select
        payout_id,
        balance_transaction_id,
        {{ dq_flags(["payout_id is null or balance_transaction_id is null"]) }} as dq_flags,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from payout_balance_transactions

)

select * from final
