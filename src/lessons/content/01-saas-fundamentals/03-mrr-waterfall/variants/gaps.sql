-- title: away for a month, away for good, two subscriptions, and new at the end
-- relation: int_subscriptions__mrr_daily
with

days as (

    select
        month,
        max(date_day) as date_day,
        row_number() over (order by month desc) - 1 as months_ago

    from {{ ref('int_calendar__date_spine') }}
    group by month

),

-- 9001 is away for one month. 9002 leaves. 9003 keeps one of two subscriptions. 9004 is new. 9005 stays, unpaid at last.
given as (

    select * from (
        values
            (1, 9001, 100, 5, 4, true),
            (1, 9001, 140, 2, 0, true),
            (2, 9002, 80, 5, 3, true),
            (3, 9003, 60, 4, 0, true),
            (4, 9003, 40, 4, 2, true),
            (5, 9004, 30, 0, 0, true),
            (6, 9005, 50, 4, 2, true),
            (6, 9005, 50, 1, 0, false)
    ) as given (subscription_id, customer_id, mrr, from_months_ago, to_months_ago, is_active)

)

select
    cast(given.subscription_id as integer) as subscription_id,
    cast(given.customer_id as integer) as customer_id,
    cast(1 as integer) as plan_id,
    'Starter' as plan_name,
    case when given.is_active then 'active' else 'paused' end as subscription_status,
    cast(1 as integer) as quantity,
    cast(given.mrr as decimal(12, 2)) as mrr,
    given.is_active,
    days.date_day

from given
inner join days on days.months_ago between given.to_months_ago and given.from_months_ago
