-- What an invoice says was paid is what its charges collected, to the cent, and what Stripe
-- booked into the balance: exactly in USD, and in another currency within the rounding of its
-- parts and of the rate, which is told to six decimals.
with

payments as (

    select
        charges.invoice_id,
        sum(charges.amount) as charged,
        sum(balance_transactions.amount) as booked_usd,
        sum(charges.amount * coalesce(balance_transactions.exchange_rate, 1)) as charged_usd,
        count(*) filter (where charges.currency <> 'usd') as foreign_charges

    from {{ ref('stg_stripe__charges') }} as charges
    left join {{ ref('stg_stripe__balance_transactions') }} as balance_transactions
        on charges.balance_transaction_id = balance_transactions.balance_transaction_id
    where charges.is_paid
    group by charges.invoice_id

)

select
    invoices.invoice_id,
    invoices.currency,
    invoices.amount_paid,
    payments.charged,
    payments.charged_usd,
    payments.booked_usd

from {{ ref('stg_stripe__invoices') }} as invoices
left join payments on invoices.invoice_id = payments.invoice_id
where invoices.amount_paid <> coalesce(payments.charged, 0)
    or (payments.invoice_id is not null and payments.booked_usd is null)
    or abs(payments.booked_usd - payments.charged_usd)
        > case when payments.foreign_charges = 0 then 0 else 0.03 + payments.charged * 0.0000005 end
