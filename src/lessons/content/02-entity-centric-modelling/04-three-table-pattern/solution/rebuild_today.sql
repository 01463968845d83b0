-- One row for each customer, as it is on the as-of date.
with

-- 1 all versions of all customers
versions as (

    select * from {{ ref('entity_customers_history') }}

),

-- 2 the one version that is true on the day: it has begun, and it has not ended yet
versions_on_the_day as (

    select *
    from versions
    where versions.valid_from <= cast('{{ var("as_of_date") }}' as date)
        and (cast('{{ var("as_of_date") }}' as date) < versions.valid_to or versions.valid_to is null)

),

-- 3 the columns that the contract names
final as (

    select
        versions_on_the_day.customer_id,
        versions_on_the_day.subscription_status,
        versions_on_the_day.plan,
        versions_on_the_day.monthly_recurring_revenue

    from versions_on_the_day

)

select * from final
