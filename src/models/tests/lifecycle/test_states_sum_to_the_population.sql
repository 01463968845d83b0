-- On every day each user who had signed up, and each account that had begun, is in exactly one
-- state.
with

population as (

    select 'user' as entity_type, cast(user_created_at as date) as began_on from {{ ref('bronze_users') }}
    union all
    select 'account', cast(account_created_at as date) from {{ ref('bronze_accounts') }}

),

days as (

    select
        metric_date,
        entity_type,
        sum(entities) as entities,
        sum(share) as share

    from {{ ref('gold_state_distribution_daily') }}
    group by metric_date, entity_type

)

select
    days.metric_date,
    days.entity_type,
    days.entities,
    count(*) as in_population

from days
left join population
    on days.entity_type = population.entity_type
    and population.began_on <= days.metric_date
group by days.metric_date, days.entity_type, days.entities, days.share
having days.entities <> count(*)
    or abs(days.share - 1) > 0.001
