-- One row per invoice that was not collected at the first attempt: when the reminders
-- began, and how the case ended.
with

invoice_payments as (

    select * from {{ ref('int_billing__invoice_payments') }}
    where is_first_attempt_failed

),

final as (

    select
        invoice_id,
        customer_id,
        attempt_count as attempts,
        amount_due_usd as amount_usd,
        date_diff(
            'day',
            cast(coalesce(due_at, finalized_at) as date),
            coalesce(cast(collection_ended_at as date), {{ as_of_date() }})
        ) as days_in_dunning,
        invoice_status = 'paid' as is_recovered,
        invoice_status = 'open' as is_open,
        coalesce(due_at, finalized_at) as started_at,
        paid_at as recovered_at,
        collection_ended_at as ended_at

    from invoice_payments

)

select * from final
