-- code: M-CENSORASCHURN
-- headline: The day on which you look counts as the end.
-- feedback: A subscription that still runs is in churned, in the month that it has reached. It did not end: you stopped looking.
--   Which column says who ended?
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

-- 2 a spine of months, and for each: still there, and gone in it
spine as (

    select unnest(range(0, (select max(months) + 1 from lifetimes))) as month

),

by_month as (

    select
        spine.month,
        count(lifetimes.subscription_id) as at_risk,
        count(*) filter (where lifetimes.months = spine.month) as churned

    from spine
    left join lifetimes on lifetimes.months >= spine.month
    group by spine.month

)

-- 3 the share that is left
select
    month,
    at_risk,
    churned,
    product(1 - churned / at_risk) over (order by month) as survival

from by_month
