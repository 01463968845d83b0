-- One row per subscription item: a price and a quantity on a Stripe subscription.
{{ config(tags=['pattern:dedup']) }}

with

subscription_items as (

    select * from {{ source('stripe', 'subscription_item') }}
    {{ dedupe('id') }}

),

final as (

    select
        id as subscription_item_id,
        subscription_id as stripe_subscription_id,
        price_id as stripe_price_id,
        quantity,
        {{ dq_flags(["quantity <= 0"]) }} as dq_flags,
        created as created_at,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from subscription_items

)

select * from final
