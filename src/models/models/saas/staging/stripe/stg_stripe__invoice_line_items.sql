-- One row per line of an invoice. The lines of an invoice sum to its subtotal: discount and
-- tax are no lines.
{{ config(tags=['pattern:dedup']) }}

with

invoice_line_items as (

    select * from {{ source('stripe', 'invoice_line_item') }}
    {{ dedupe('id') }}

),

final as (

    select
        id as invoice_line_item_id,
        invoice_id,
        subscription_id as stripe_subscription_id,
        subscription_item_id,
        price_id as stripe_price_id,
        lower(currency) as currency,
        lower(type) as line_type,
        {{ cents_to_currency('amount') }} as amount,
        quantity,
        {{ dq_flags([
            "period_end < period_start",
            "amount < 0 and type = 'subscription'",
        ]) }} as dq_flags,
        proration as is_proration,
        period_start,
        period_end,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from invoice_line_items

)

select * from final
