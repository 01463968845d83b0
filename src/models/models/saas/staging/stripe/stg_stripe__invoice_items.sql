-- One row per line of an invoice that is not simply the plan for a period: onboarding, and
-- the rest of a period after a change. Each is a line of stg_stripe__invoice_line_items too.
{{ config(tags=['pattern:dedup']) }}

with

invoice_items as (

    select * from {{ source('stripe', 'invoice_item') }}
    {{ dedupe('id') }}

),

final as (

    select
        id as invoice_item_id,
        invoice_id,
        customer_id as stripe_customer_id,
        trim(description) as description,
        {{ cents_to_currency('amount') }} as amount,
        {{ dq_flags([
            "period_end < period_start",
            "amount < 0 and not proration",
        ]) }} as dq_flags,
        proration as is_proration,
        period_start,
        period_end,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from invoice_items

)

select * from final
