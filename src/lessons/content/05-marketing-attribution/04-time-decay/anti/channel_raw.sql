-- code: M-CREDIT
-- headline: The conversions of {n} are sums of weights, not of credits.
-- feedback: Add up your conversions over all channels: does that make the conversions there were? A weight becomes a credit when it
--   is divided by the sum of the weights of its conversion.
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
        weight as credit

    from weighed

)

select
    channel,
    sum(credit) as conversions

from credited
group by channel
