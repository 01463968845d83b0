-- One row per coupon. It takes off a percentage or an amount, never both.
{{ config(tags=['pattern:dedup']) }}

with

coupons as (

    select * from {{ source('stripe', 'coupon') }}
    {{ dedupe('id') }}

),

final as (

    select
        id as coupon_id,
        lower(duration) as duration,
        percent_off,
        {{ cents_to_currency('amount_off') }} as amount_off,
        duration_in_months,
        {{ dq_flags([
            "(percent_off is null) = (amount_off is null)",
            "duration = 'repeating' and duration_in_months is null",
        ]) }} as dq_flags,
        valid as is_valid,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from coupons

)

select * from final
