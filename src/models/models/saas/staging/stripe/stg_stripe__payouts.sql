-- One row per payout: a transfer from the balance at Stripe to the company's bank.
{{ config(tags=['pattern:dedup']) }}

with

payouts as (

    select * from {{ source('stripe', 'payout') }}
    {{ dedupe('id') }}

),

final as (

    select
        id as payout_id,
        lower(status) as payout_status,
        {{ cents_to_currency('amount') }} as amount,
        {{ dq_flags([
            "amount <= 0",
            "status = 'paid' and arrival_date > " ~ as_of_date(),
        ]) }} as dq_flags,
        arrival_date,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from payouts

)

select * from final
