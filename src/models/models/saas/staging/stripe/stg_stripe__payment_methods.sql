-- One row per payment method: a card that a customer gave, with what is printed on it.
{{ config(tags=['pattern:dedup']) }}

with

payment_methods as (

    select * from {{ source('stripe', 'payment_method') }}
    {{ dedupe('id') }}

),

cards as (

    select * from {{ source('stripe', 'payment_method_card') }}
    {{ dedupe('payment_method_id') }}

),

final as (

    select
        payment_methods.id as payment_method_id,
        payment_methods.customer_id as stripe_customer_id,
        lower(payment_methods.type) as type,
        upper(payment_methods.billing_detail_address_country) as billing_country,
        lower(cards.brand) as card_brand,
        lower(cards.funding) as card_funding,
        case when cards.exp_month between 1 and 12 then cards.exp_month end as card_exp_month,
        cards.exp_year as card_exp_year,
        {{ dq_flags([
            "payment_methods.type = 'card' and cards.payment_method_id is null",
            "cards.exp_month not between 1 and 12",
        ]) }} as dq_flags,
        payment_methods.created as created_at,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from payment_methods
    left join cards on payment_methods.id = cards.payment_method_id

)

select * from final
