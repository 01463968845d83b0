-- Versions of each customer's plan; a missing day ends one.
with

-- 1 a run begins where the plan changes, and after a missing day
flagged as (

    select
        customer_id,
        date_day,
        plan,
        0 as is_start

    from {{ ref('entity_customers_daily') }}
    window by_customer as (partition by customer_id order by date_day)

)

-- 2 how many have begun so far is the number of the run

-- 3 a run is a version; it ends on the day after its last one, unless the data end there
select
    customer_id,
    plan,
    min(date_day) as valid_from,
    cast(null as date) as valid_to

from flagged
group by customer_id, plan, is_start
