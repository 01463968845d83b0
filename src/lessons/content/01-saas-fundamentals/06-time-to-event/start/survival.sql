-- One row for each month of age: how many are left.
with

-- 1 one row for each subscription that was ever paid for: full months until its end, or until today
first_and_last as (

    select
        subscription_id,
        min(valid_from) filter (where mrr > 0) as first_paid_on,
        min(valid_from) filter (where subscription_status = 'canceled') as ended_on

    from {{ ref('entity_subscriptions_history') }}
    group by subscription_id
    having max(mrr) > 0

),

lifetimes as (

    select
        subscription_id,
        datesub('month', first_paid_on, coalesce(ended_on, cast('{{ var("as_of_date") }}' as date))) as months,
        ended_on is not null as has_ended

    from first_and_last

),

-- 2 a spine of months, and for each: still there, and gone in it. Left to do.
spine as (

    select unnest(range(0, (select max(months) + 1 from lifetimes))) as month

)

-- 3 the share that is left. Left to do.
select
    month,
    0 as at_risk,
    0 as churned,
    1 as survival

from spine
