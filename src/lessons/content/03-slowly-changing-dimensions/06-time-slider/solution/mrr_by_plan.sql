with

-- 1 the one version of each customer that was true on the day
versions_on_the_day as (

    select *
    from {{ ref('entity_customers_history') }}
    where valid_from <= date '$day'
        and (date '$day' < valid_to or valid_to is null)

),

-- 2 one row for each plan
final as (

    select
        plan,
        sum(monthly_recurring_revenue) as mrr

    from versions_on_the_day
    group by plan

)

select * from final
