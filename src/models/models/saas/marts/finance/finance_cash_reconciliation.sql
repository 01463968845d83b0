-- One row per payout: from what was invoiced over what was charged, given back and kept as
-- fees to what arrived at the bank. difference_usd is 0, to the cent.
with

payouts as (

    select * from {{ ref('stg_stripe__payouts') }}

),

payout_balance_transactions as (

    select * from {{ ref('stg_stripe__payout_balance_transactions') }}

),

balance_transactions as (

    select * from {{ ref('stg_stripe__balance_transactions') }}

),

fees as (

    select * from {{ ref('stg_stripe__fees') }}

),

disputes as (

    select * from {{ ref('stg_stripe__disputes') }}

),

invoice_payments as (

    select * from {{ ref('int_billing__invoice_payments') }}

),

fees_per_movement as (

    select
        balance_transaction_id,
        sum(amount) as fee

    from fees
    group by balance_transaction_id

),

-- The company's balance is in USD. invoiced_usd is the same payment as the invoice has it,
-- at the rate of its own day; for an invoice in USD it is what was charged.
movements as (

    select
        payout_balance_transactions.payout_id,
        balance_transactions.reporting_category,
        balance_transactions.amount,
        coalesce(fees_per_movement.fee, 0) as fee,
        case
            when balance_transactions.reporting_category = 'charge'
                then invoice_payments.amount_paid_usd
        end as invoiced_usd,
        disputes.dispute_status in ('needs_response', 'under_review') as is_undecided

    from payout_balance_transactions
    inner join balance_transactions
        on payout_balance_transactions.balance_transaction_id = balance_transactions.balance_transaction_id
    left join fees_per_movement
        on balance_transactions.balance_transaction_id = fees_per_movement.balance_transaction_id
    left join invoice_payments on balance_transactions.source_id = invoice_payments.charge_id
    left join disputes on balance_transactions.source_id = disputes.dispute_id

),

per_payout as (

    select
        payout_id,
        count(*) as movements,
        coalesce(sum(invoiced_usd), 0) as invoiced_usd,
        coalesce(sum(amount) filter (where reporting_category = 'charge'), 0) as charged_usd,
        coalesce(-sum(amount) filter (where reporting_category = 'refund'), 0) as refunded_usd,
        coalesce(
            -sum(amount) filter (where reporting_category in ('dispute', 'dispute_reversal')), 0
        ) as disputed_usd,
        coalesce(sum(fee), 0) as fee_usd,
        count(*) filter (where is_undecided) as undecided_disputes

    from movements
    group by payout_id

),

final as (

    select
        payouts.payout_id,
        payouts.payout_status,
        coalesce(per_payout.movements, 0) as movements,
        cast(coalesce(per_payout.invoiced_usd, 0) as decimal(14, 2)) as invoiced_usd,
        cast(
            coalesce(per_payout.charged_usd - per_payout.invoiced_usd, 0) as decimal(14, 2)
        ) as exchange_difference_usd,
        cast(coalesce(per_payout.charged_usd, 0) as decimal(14, 2)) as charged_usd,
        cast(coalesce(per_payout.refunded_usd, 0) as decimal(14, 2)) as refunded_usd,
        cast(coalesce(per_payout.disputed_usd, 0) as decimal(14, 2)) as disputed_usd,
        cast(coalesce(per_payout.fee_usd, 0) as decimal(14, 2)) as fee_usd,
        cast(
            coalesce(
                per_payout.charged_usd - per_payout.refunded_usd
                - per_payout.disputed_usd - per_payout.fee_usd,
                0
            ) as decimal(14, 2)
        ) as net_usd,
        cast(payouts.amount as decimal(14, 2)) as payout_usd,
        cast(
            payouts.amount - coalesce(
                per_payout.charged_usd - per_payout.refunded_usd
                - per_payout.disputed_usd - per_payout.fee_usd,
                0
            ) as decimal(14, 2)
        ) as difference_usd,
        coalesce(per_payout.undecided_disputes, 0) as undecided_disputes,
        payouts.arrival_date

    from payouts
    left join per_payout on payouts.payout_id = per_payout.payout_id

)

select * from final
order by arrival_date, payout_id
