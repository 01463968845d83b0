-- One row per coupon that a subscription was granted. It lowers invoices written from
-- started_at up to, not including, ended_at.
{{ config(tags=['pattern:dedup']) }}

with

discounts as (

    select * from {{ source('stripe', 'discount') }}
    {{ dedupe('id') }}

),

final as (

    select
        id as discount_id,
        coupon_id,
        customer_id as stripe_customer_id,
        subscription_id as stripe_subscription_id,
        {{ dq_flags(['"end" <= "start"']) }} as dq_flags,
        "start" as started_at,
        "end" as ended_at,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from discounts

)

select * from final
