-- One row per product: a plan of the price list, as Stripe knows it.
{{ config(tags=['pattern:dedup']) }}

with

products as (

    select * from {{ source('stripe', 'product') }}
    {{ dedupe('id') }}

),

final as (

    select
        id as stripe_product_id,
        trim(name) as product_name,
        lower(type) as type,
        {{ dq_flags(["name is null or trim(name) = ''"]) }} as dq_flags,
        active as is_active,
        created as created_at,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from products

)

select * from final
