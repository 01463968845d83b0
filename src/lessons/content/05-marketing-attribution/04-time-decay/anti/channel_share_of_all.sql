-- code: M-NORMALL
-- headline: The conversions of {n} are shares of all weights together.
-- feedback: The total is right, but a conversion with fresh touches now gives away more than one with old ones. Which touches share
--   one credit?
with

weighed as (

    select
        conversion_id,
        channel,
        power(2, -coalesce(days_before, 0) / {{ half_life }}) as weight

    from {{ ref('int_marketing__journeys') }}
    where converted

),

credited as (

    select
        channel,
        weight / sum(weight) over () * (select count(distinct conversion_id) from weighed) as credit

    from weighed

)

select
    channel,
    sum(credit) as conversions

from credited
group by channel
