-- One row per credit note: a paid invoice was too high, and the money goes back as a refund
-- or stays as credit.
{{ config(tags=['pattern:dedup']) }}

with

credit_notes as (

    select * from {{ source('stripe', 'credit_note') }}
    {{ dedupe('id') }}

),

final as (

    select
        id as credit_note_id,
        invoice_id,
        lower(reason) as reason,
        lower(status) as credit_note_status,
        {{ cents_to_currency('amount') }} as amount,
        {{ dq_flags(["(status = 'void') <> (voided_at is not null)"]) }} as dq_flags,
        voided_at,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from credit_notes

)

select * from final
