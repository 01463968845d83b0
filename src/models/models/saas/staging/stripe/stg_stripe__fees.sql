-- One row per fee of a movement of the balance. Movements without a fee have no row.
{{ config(tags=['pattern:dedup']) }}

with

fees as (

    select * from {{ source('stripe', 'fee') }}
    {{ dedupe('balance_transaction_id, "index"') }}

),

final as (

    select
        balance_transaction_id,
        lower(type) as fee_type,
        trim(description) as description,
        "index" as fee_index,
        {{ cents_to_currency('amount') }} as amount,
        {{ dq_flags(["amount < 0"]) }} as dq_flags,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from fees

)

select * from final
