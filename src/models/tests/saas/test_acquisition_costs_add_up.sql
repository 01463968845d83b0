-- What the customers cost to win adds up to what was spent in the months and channels in
-- which a customer was won, up to a cent for each customer.
with

first_conversions as (

    select
        customer_id,
        channel,
        cast(date_trunc('month', converted_at) as date) as month

    from {{ ref('int_campaigns__attribution') }}
    where model = '{{ var("attribution_default_model") }}'
        and customer_id in (select customer_id from {{ ref('entity_customers') }})
    qualify rank() over (partition by customer_id order by converted_at, conversion_id) = 1

),

spent as (

    select sum(performance.spend_usd) as amount
    from {{ ref('int_campaigns__daily_performance') }} as performance
    where (performance.channel, cast(date_trunc('month', performance.date_day) as date)) in (
        select (channel, month) from first_conversions
    )

),

shared as (

    select
        sum(customer_acquisition_cost) as amount,
        count(*) as customers

    from {{ ref('entity_customers') }}

)

select
    spent.amount as amount_spent,
    shared.amount as amount_shared

from spent
cross join shared
where abs(coalesce(spent.amount, 0) - coalesce(shared.amount, 0)) > 0.01 * shared.customers
