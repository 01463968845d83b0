-- One row per conversion: a customer's first payment, or its return after it had left.
{{ config(tags=['pattern:window']) }}

with

mrr_movements as (

    select * from {{ ref('int_subscriptions__mrr_movements') }}
    where movement_type in ('new', 'reactivation')

),

invoice_payments as (

    select * from {{ ref('int_billing__invoice_payments') }}
    where paid_at is not null

),

conversions as (

    select
        customer_id,
        movement_type as conversion_type,
        mrr_after as mrr,
        row_number() over by_customer as conversion_number,
        lag(changed_at) over by_customer as previous_converted_at,
        lead(changed_at) over by_customer as next_converted_at,
        changed_at as converted_at

    from mrr_movements
    window by_customer as (partition by customer_id order by changed_at, subscription_id)

),

-- What came in afterwards: an invoice belongs to the conversion before it.
payments as (

    select
        conversions.customer_id,
        conversions.conversion_number,
        sum(invoice_payments.amount_paid_usd) filter (
            where invoice_payments.paid_at < conversions.converted_at + interval 12 months
        ) as paid_first_12_months,
        min(invoice_payments.paid_at) filter (
            where invoice_payments.amount_paid_usd > 0
        ) as first_payment_at

    from conversions
    inner join invoice_payments
        on conversions.customer_id = invoice_payments.customer_id
        and invoice_payments.paid_at >= cast(cast(conversions.converted_at as date) as timestamp)
        and (
            conversions.next_converted_at is null
            or invoice_payments.paid_at < cast(cast(conversions.next_converted_at as date) as timestamp)
        )
    group by conversions.customer_id, conversions.conversion_number

),

final as (

    select
        cast(conversions.customer_id * 100 + conversions.conversion_number as bigint) as conversion_id,
        conversions.customer_id,
        conversions.conversion_type,
        cast(conversions.mrr as decimal(12, 2)) as mrr,
        cast(conversions.mrr * 12 as decimal(14, 2)) as revenue,
        cast(coalesce(payments.paid_first_12_months, 0) as decimal(14, 2)) as paid_first_12_months,
        conversions.converted_at,
        conversions.previous_converted_at,
        payments.first_payment_at

    from conversions
    left join payments
        on conversions.customer_id = payments.customer_id
        and conversions.conversion_number = payments.conversion_number

)

select * from final
