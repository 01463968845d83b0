-- code: M-NULL
-- headline: {n} {are} empty or missing: a conversion without a touch gives no credit away.
-- feedback: Its days_before is NULL, and so is every power of it. What should the only row of a conversion weigh?
with

weighed as (

    select
        conversion_id,
        channel,
        power(2, -days_before / {{ half_life }}) as weight

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
