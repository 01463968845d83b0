-- code: M-GRAIN
-- headline: The conversions of {n} are too high by the journeys that led to none.
-- feedback: People who never converted have journeys too. All of them share the conversion_id NULL, and together they gave one
--   credit away. Which rows does the task ask for?
with

weighed as (

    select
        conversion_id,
        channel,
        power(2, -coalesce(days_before, 0) / {{ half_life }}) as weight

    from {{ ref('int_marketing__journeys') }}
    

),

credited as (

    select
        channel,
        weight / sum(weight) over (partition by conversion_id) as credit

    from weighed

)

select
    channel,
    sum(credit) as conversions

from credited
group by channel
