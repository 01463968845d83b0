-- At least 99 of 100 Stripe customers are matched to an account: without the match, their
-- invoices belong to nobody. Those that name an account which the application no longer has cannot be.
with

stripe_customers as (

    select * from {{ ref('stg_stripe__customers') }}
    where customer_id is null
        or customer_id in (select customer_id from {{ ref('stg_app_database__accounts') }})

),

matches as (

    select
        count(*) as stripe_customers,
        count(customer_map.customer_id) as matched

    from stripe_customers
    left join {{ ref('int_identity__customer_map') }} as customer_map
        on stripe_customers.stripe_customer_id = customer_map.stripe_customer_id
    where stripe_customers.dq_flags & 8 = 0

)

select * from matches
where matched < 0.99 * stripe_customers
