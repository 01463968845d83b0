-- code: M-CONTAINS
-- headline: {n} {are} valued by the sales that they were part of.
-- feedback: You counted which part of the sales has {key} somewhere in its journey. That asks nobody who was lost. The chain asks how much of the mass still arrives: which CTE knows that?
with

journeys as (

    select journey_id, any_value(converted) as converted, list(distinct channel) as channels
    from {{ ref('int_marketing__journeys') }}
    where n_touches > 0
    group by journey_id

),

channels as (

    select distinct unnest(channels) as channel from journeys

),

effects as (

    select
        channels.channel,
        count(*) filter (where journeys.converted and list_contains(journeys.channels, channels.channel))
            / count(*) filter (where journeys.converted) as removal_effect

    from channels
    cross join journeys
    group by channels.channel

)

select channel, removal_effect, removal_effect / sum(removal_effect) over () as share
from effects
