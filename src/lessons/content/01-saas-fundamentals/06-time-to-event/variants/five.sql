-- title: five bars, one trial that was lost, and a pause in between
-- relation: entity_subscriptions_history
with

-- 1 ends in month 2, 2 and 3 in month 3, 4 and 5 run for four months by now; 5 was paused. 6 never paid.
given as (

    select * from (
        values
            (1, 'trialing', 0, 9.5, 9.0),
            (1, 'active', 100, 9.0, 7.0),
            (1, 'canceled', 0, 7.0, null),
            (2, 'active', 100, 8.0, 5.0),
            (2, 'canceled', 0, 5.0, null),
            (3, 'active', 50, 8.0, 6.0),
            (3, 'past_due', 50, 6.0, 5.0),
            (3, 'canceled', 0, 5.0, null),
            (4, 'active', 100, 4.0, null),
            (5, 'active', 60, 4.0, 2.0),
            (5, 'paused', 0, 2.0, 1.0),
            (5, 'active', 60, 1.0, null),
            (6, 'trialing', 0, 3.5, 3.0),
            (6, 'canceled', 0, 3.0, null)
    ) as given (subscription_id, subscription_status, mrr, begun_months_ago, ended_months_ago)

),

-- Half a month is 14 days. A day that the shorter month lacks falls on its last one, so all begin on the first.
dated as (

    select
        *,
        cast(
            date_trunc('month', cast('{{ var("as_of_date") }}' as date)) - cast(floor(begun_months_ago) as integer) * interval 1 month
            - case when begun_months_ago > floor(begun_months_ago) then 14 else 0 end * interval 1 day
        as date) as valid_from,
        cast(
            date_trunc('month', cast('{{ var("as_of_date") }}' as date)) - cast(floor(ended_months_ago) as integer) * interval 1 month
        as date) as valid_to

    from given

)

select model.* replace (
    md5(dated.subscription_id || '|' || dated.valid_from) as subscription_history_id,
    cast(dated.subscription_id as integer) as subscription_id,
    cast(dated.subscription_id as integer) as customer_id,
    dated.subscription_status as subscription_status,
    cast(dated.mrr as decimal(12, 2)) as mrr,
    dated.valid_to is null as is_current,
    dated.valid_from as valid_from,
    dated.valid_to as valid_to
)
from dated
cross join (
    select * from {{ ref('entity_subscriptions_history') }} order by subscription_history_id limit 1
) as model
