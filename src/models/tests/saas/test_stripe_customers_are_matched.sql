-- At least 99 of 100 Stripe customers are matched to an account: without the match, their
-- invoices belong to nobody.
with

matches as (

    select
        count(*) as stripe_customers,
        count(customer_map.customer_id) as matched

    from {{ ref('stg_stripe__customers') }} as stripe_customers
    left join {{ ref('int_identity__customer_map') }} as customer_map
        on stripe_customers.stripe_customer_id = customer_map.stripe_customer_id

)

select * from matches
where matched < 0.99 * stripe_customers
