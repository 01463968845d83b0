-- One row per invoice that was not collected at the first attempt: when the reminders
-- began, what was tried, and how the case ended. Cases of a customer that overlap or follow
-- on from each other are one spell.
{{ config(tags=['pattern:gaps-and-islands']) }}

with

invoice_payments as (

    select * from {{ ref('int_billing__invoice_payments') }}
    where is_first_attempt_failed

),

charges as (

    select * from {{ ref('stg_stripe__charges') }}

),

events as (

    select * from {{ ref('stg_stripe__events') }}

),

payment_intents as (

    select * from {{ ref('stg_stripe__payment_intents') }}

),

payment_methods as (

    select * from {{ ref('stg_stripe__payment_methods') }}

),

setup_intents as (

    select * from {{ ref('stg_stripe__setup_intents') }}

),

failures_per_invoice as (

    select
        invoice_id,
        count(*) as failed_attempts,
        arg_max(failure_code, charge_id) as last_failure_code,
        max(created_at) as last_failed_at

    from charges
    where not is_paid
    group by invoice_id

),

-- Events may be delivered in the wrong order; created_at is the time at which it happened.
notices_per_invoice as (

    select
        object_id as invoice_id,
        count(*) filter (where event_type = 'invoice.payment_failed') as failure_notices,
        max(created_at) filter (where event_type = 'invoice.marked_uncollectible') as given_up_at

    from events
    where event_type in ('invoice.payment_failed', 'invoice.marked_uncollectible')
    group by object_id

),

-- The first card of a customer comes with a setup intent, one that replaces another without.
replacement_cards as (

    select
        payment_methods.stripe_customer_id,
        payment_methods.created_at

    from payment_methods
    left join setup_intents on payment_methods.payment_method_id = setup_intents.payment_method_id
    where setup_intents.setup_intent_id is null

),

cases as (

    select
        invoice_payments.*,
        payment_methods.card_brand,
        payment_methods.card_funding,
        coalesce(failures_per_invoice.failed_attempts, 0) as failed_attempts,
        failures_per_invoice.last_failure_code,
        failures_per_invoice.last_failed_at,
        coalesce(notices_per_invoice.failure_notices, 0) as failure_notices,
        coalesce(invoice_payments.due_at, invoice_payments.finalized_at) as started_at,
        case invoice_payments.invoice_status
            when 'uncollectible' then greatest(
                coalesce(notices_per_invoice.given_up_at, invoice_payments.collection_ended_at),
                coalesce(invoice_payments.due_at, invoice_payments.finalized_at)
            )
            else invoice_payments.collection_ended_at
        end as ended_at

    from invoice_payments
    left join payment_intents on invoice_payments.payment_intent_id = payment_intents.payment_intent_id
    left join payment_methods on payment_intents.payment_method_id = payment_methods.payment_method_id
    left join failures_per_invoice on invoice_payments.invoice_id = failures_per_invoice.invoice_id
    left join notices_per_invoice on invoice_payments.invoice_id = notices_per_invoice.invoice_id

),

replaced_cards as (

    select distinct cases.invoice_id
    from cases
    inner join replacement_cards
        on cases.stripe_customer_id = replacement_cards.stripe_customer_id
        and cases.started_at <= replacement_cards.created_at
        and (replacement_cards.created_at <= cases.ended_at or cases.ended_at is null)

),

-- Islands: a spell begins with a case before which all earlier ones of the customer had
-- ended. An open case has no end yet, so nothing begins after it.
with_earlier_end as (

    select
        *,
        max(coalesce(ended_at, timestamp '9999-12-31')) over (
            partition by stripe_customer_id order by started_at, invoice_id
            rows between unbounded preceding and 1 preceding
        ) as earlier_ended_at

    from cases

),

with_spell as (

    select
        *,
        count(*) filter (where earlier_ended_at is null or earlier_ended_at < started_at) over (
            partition by stripe_customer_id order by started_at, invoice_id
            rows between unbounded preceding and current row
        ) as spell_number

    from with_earlier_end

),

final as (

    select
        cases.invoice_id,
        cases.stripe_customer_id,
        cases.customer_id,
        cases.card_brand,
        cases.card_funding,
        cases.last_failure_code,
        cases.attempt_count as attempts,
        cases.failed_attempts,
        cases.failure_notices,
        cases.amount_due_usd as amount_usd,
        date_diff(
            'day',
            cast(cases.started_at as date),
            coalesce(cast(cases.ended_at as date), {{ as_of_date() }})
        ) as days_in_dunning,
        cases.spell_number,
        cases.invoice_status = 'paid' as is_recovered,
        cases.invoice_status = 'open' as is_open,
        replaced_cards.invoice_id is not null as is_card_replaced,
        min(cases.started_at) over (
            partition by cases.stripe_customer_id, cases.spell_number
        ) as spell_started_at,
        cases.started_at,
        cases.last_failed_at,
        cases.paid_at as recovered_at,
        cases.ended_at

    from with_spell as cases
    left join replaced_cards on cases.invoice_id = replaced_cards.invoice_id

)

select * from final
