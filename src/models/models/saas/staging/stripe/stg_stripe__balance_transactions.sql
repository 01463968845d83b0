-- One row per movement of the company's balance at Stripe, in the currency of the balance.
-- Money that leaves is negative. Payouts are no rows: they are sums of net.
{{ config(tags=['pattern:dedup']) }}

with

balance_transactions as (

    select * from {{ source('stripe', 'balance_transaction') }}
    {{ dedupe('id') }}

),

-- The company's own account: always one row, so the join below keeps the grain.
accounts as (

    select default_currency from {{ source('stripe', 'account') }}
    {{ dedupe('id') }}

),

final as (

    select
        balance_transactions.id as balance_transaction_id,
        balance_transactions.payout_id,
        balance_transactions.source as source_id,
        lower(balance_transactions.currency) as currency,
        lower(balance_transactions.type) as type,
        lower(balance_transactions.reporting_category) as reporting_category,
        {{ cents_to_currency('balance_transactions.amount') }} as amount,
        {{ cents_to_currency('balance_transactions.fee') }} as fee,
        {{ cents_to_currency('balance_transactions.net') }} as net,
        balance_transactions.exchange_rate,
        {{ dq_flags([
            "balance_transactions.net <> balance_transactions.amount - balance_transactions.fee",
            "balance_transactions.currency <> accounts.default_currency",
            "balance_transactions.exchange_rate <= 0",
        ]) }} as dq_flags,
        balance_transactions.available_on as available_at,
        balance_transactions.created as created_at,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from balance_transactions
    cross join accounts

)

select * from final
