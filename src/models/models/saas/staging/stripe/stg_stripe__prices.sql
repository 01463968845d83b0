-- One row per Stripe price. unit_amount is in currency units; a price without an interval
-- is charged once.
{{ config(tags=['pattern:dedup']) }}

with

prices as (

    select * from {{ source('stripe', 'price') }}
    {{ dedupe('id') }}

),

final as (

    select
        id as stripe_price_id,
        product_id as stripe_product_id,
        lower(currency) as currency,
        recurring_interval,
        billing_scheme,
        nickname,
        {{ cents_to_currency('unit_amount') }} as unit_amount,
        recurring_interval_count,
        {{ dq_flags([
            "unit_amount < 0",
            "recurring_interval not in ('day', 'week', 'month', 'year')",
        ]) }} as dq_flags,
        active as is_active,
        created as created_at,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from prices

)

select * from final
