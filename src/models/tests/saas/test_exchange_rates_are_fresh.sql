-- An invoice in another currency is brought to USD at a rate that is at most a long weekend
-- old. Every such invoice has one.
with

rated as (

    select
        invoices.invoice_id,
        invoices.currency,
        invoices.finalized_at,
        max(exchange_rates.date_day) as rate_day

    from {{ ref('stg_stripe__invoices') }} as invoices
    left join {{ ref('stg_reference__exchange_rates') }} as exchange_rates
        on invoices.currency = exchange_rates.currency
        and exchange_rates.date_day between cast(invoices.finalized_at as date) - 5
        and cast(invoices.finalized_at as date)
    where invoices.currency <> 'usd'
    group by invoices.invoice_id, invoices.currency, invoices.finalized_at

)

select * from rated
where rate_day is null
