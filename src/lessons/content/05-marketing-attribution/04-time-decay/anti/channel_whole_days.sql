-- code: M-WHOLEDAYS
-- headline: The conversions of {n} are a little off: whole days.
-- feedback: days_before has fractions of a day, and here they are cut off. Two touches of one day then weigh the same. Is that what
--   the half-life says?
with

weighed as (

    select
        conversion_id,
        channel,
        power(2, -floor(coalesce(days_before, 0)) / {{ half_life }}) as weight

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
