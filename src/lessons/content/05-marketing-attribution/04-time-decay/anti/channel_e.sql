-- code: M-EXP
-- headline: The conversions of {n} fade too fast.
-- feedback: After one half-life half of the weight should be left. exp(-1) leaves little more than a third. Which number, to the
--   power of minus one, is a half?
with

weighed as (

    select
        conversion_id,
        channel,
        exp(-coalesce(days_before, 0) / {{ half_life }}) as weight

    from {{ ref('int_marketing__journeys') }}
    where converted

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
