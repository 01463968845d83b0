-- The balance of a Stripe customer is the sum of its changes, and the credit that these
-- changes used is what its invoices were lowered by.
with

changes as (

    select
        stripe_customer_id,
        sum(amount) as balance,
        sum(amount) filter (where type in ('applied_to_invoice', 'unapplied_from_invoice')) as used

    from {{ ref('stg_stripe__customer_balance_transactions') }}
    group by stripe_customer_id

),

invoices as (

    select
        stripe_customer_id,
        sum(total - amount_due) as used

    from {{ ref('stg_stripe__invoices') }}
    where invoice_status <> 'void'
    group by stripe_customer_id

)

select
    customers.stripe_customer_id,
    customers.balance,
    changes.balance as balance_of_changes,
    changes.used as used_by_changes,
    invoices.used as used_on_invoices

from {{ ref('stg_stripe__customers') }} as customers
left join changes on customers.stripe_customer_id = changes.stripe_customer_id
left join invoices on customers.stripe_customer_id = invoices.stripe_customer_id
where customers.balance <> coalesce(changes.balance, 0)
    or coalesce(changes.used, 0) <> coalesce(invoices.used, 0)
