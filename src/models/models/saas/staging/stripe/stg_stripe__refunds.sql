-- One row per time that money of a charge was given back, in the currency of the charge.
{{ config(tags=['pattern:dedup']) }}

with

refunds as (

    select * from {{ source('stripe', 'refund') }}
    {{ dedupe('id') }}

),

final as (

    select
        id as refund_id,
        charge_id,
        lower(reason) as reason,
        lower(status) as refund_status,
        {{ cents_to_currency('amount') }} as amount,
        {{ dq_flags(["amount <= 0"]) }} as dq_flags,
        created as created_at,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from refunds

)

select * from final
