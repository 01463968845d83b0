-- One row per promotion code: the word that a customer types in to take a coupon.
{{ config(tags=['pattern:dedup']) }}

with

promotion_codes as (

    select * from {{ source('stripe', 'promotion_code') }}
    {{ dedupe('id') }}

),

final as (

    select
        id as promotion_code_id,
        coupon_id,
        upper(trim(code)) as code,
        times_redeemed,
        {{ dq_flags(["times_redeemed < 0"]) }} as dq_flags,
        active as is_active,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from promotion_codes

)

select * from final
