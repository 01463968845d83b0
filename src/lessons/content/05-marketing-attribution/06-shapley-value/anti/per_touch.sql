-- code: M-GRAIN
-- headline: {n} {are} credited once for each touch.
-- feedback: The sale is divided by its different channels, but {key} gets its share once for each touch. What is one row when you add up?
with

shares as (

    select journeys.channel, 1.0 / counted.channels as share
    from {{ ref('int_marketing__journeys') }} as journeys
    inner join (
        select journey_id, count(distinct channel) as channels
        from {{ ref('int_marketing__journeys') }}
        group by journey_id
    ) as counted on journeys.journey_id = counted.journey_id
    where journeys.converted and journeys.n_touches > 0

)

select channel, sum(share) as channel_value
from shares
group by channel
