-- One row per charge that a cardholder contested, in the currency of the charge.
{{ config(tags=['pattern:dedup']) }}

with

disputes as (

    select * from {{ source('stripe', 'dispute') }}
    {{ dedupe('id') }}

),

final as (

    select
        id as dispute_id,
        charge_id,
        lower(reason) as reason,
        lower(status) as dispute_status,
        {{ cents_to_currency('amount') }} as amount,
        {{ dq_flags(["amount <= 0"]) }} as dq_flags,
        created as created_at,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from disputes

)

select * from final
