-- A payout is the sum of the movements that it paid, both ways in which Stripe tells which
-- these are say the same, and what waits was not available in time.
with

per_payout as (

    select
        payout_id,
        sum(net) as net

    from {{ ref('stg_stripe__balance_transactions') }}
    where payout_id is not null
    group by payout_id

)

select
    payouts.payout_id as id,
    'the movements do not sum to the payout' as trouble

from {{ ref('stg_stripe__payouts') }} as payouts
left join per_payout on payouts.payout_id = per_payout.payout_id
where payouts.amount is distinct from per_payout.net

union all

select
    coalesce(
        balance_transactions.balance_transaction_id,
        payout_balance_transactions.balance_transaction_id
    ) as id,
    'two payouts are named' as trouble

from {{ ref('stg_stripe__balance_transactions') }} as balance_transactions
full outer join {{ ref('stg_stripe__payout_balance_transactions') }} as payout_balance_transactions
    on balance_transactions.balance_transaction_id = payout_balance_transactions.balance_transaction_id
where balance_transactions.payout_id is distinct from payout_balance_transactions.payout_id

union all

-- Payouts leave twice a week; one that would be negative waits for the next.
select
    balance_transaction_id as id,
    'it waits though it was available' as trouble

from {{ ref('stg_stripe__balance_transactions') }}
where payout_id is null
    and available_at < cast({{ as_of_date() }} as timestamp) - interval 14 day
