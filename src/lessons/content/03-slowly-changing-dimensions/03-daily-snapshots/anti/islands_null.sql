-- code: M-NULLNEQ
-- headline: {n} {are} not noticed.
-- feedback: Before {key}, or on it, there is no plan. A comparison with NULL is unknown, so no run began. Which comparison treats
--   NULL as a value?
-- Versions of each customer's plan; a missing day ends one.
with

-- 1 a run begins where the plan changes, and after a missing day
flagged as (

    select
        customer_id,
        date_day,
        plan,
        cast(
            coalesce(plan <> lag(plan) over by_customer, false)
            or date_day is distinct from lag(date_day) over by_customer + 1 as integer
        ) as is_start

    from {{ ref('entity_customers_daily') }}
    window by_customer as (partition by customer_id order by date_day)

),

-- 2 how many have begun so far is the number of the run
numbered as (

    select
        *,
        sum(is_start) over (partition by customer_id order by date_day) as run

    from flagged

),

-- 3 a run is a version; it ends on the day after its last one, unless the data end there
final as (

    select
        customer_id,
        plan,
        min(date_day) as valid_from,
        nullif(max(date_day) + 1, cast('{{ var("as_of_date") }}' as date) + 1) as valid_to

    from numbered
    group by customer_id, plan, run

)

select * from final
