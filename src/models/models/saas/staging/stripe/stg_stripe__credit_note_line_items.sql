-- One row per line of a credit note. The lines sum to the note's amount.
{{ config(tags=['pattern:dedup']) }}

with

credit_note_line_items as (

    select * from {{ source('stripe', 'credit_note_line_item') }}
    {{ dedupe('id') }}

),

final as (

    select
        id as credit_note_line_item_id,
        credit_note_id,
        {{ cents_to_currency('amount') }} as amount,
        quantity,
        {{ dq_flags(["amount <= 0"]) }} as dq_flags,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from credit_note_line_items

)

select * from final
