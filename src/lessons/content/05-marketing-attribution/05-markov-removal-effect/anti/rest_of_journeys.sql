-- code: M-DELETED
-- headline: {n} {are} removed together with whole journeys.
-- feedback: You threw out the journeys that touched {key} and took the rate of the rest. With them went people who were lost, and what they told about other channels. In the chain people still come: where does the arrow into the channel lead then?
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
        1 - (
            coalesce(avg(case when journeys.converted then 1.0 else 0.0 end)
                filter (where not list_contains(journeys.channels, channels.channel)), 0)
        ) / avg(case when journeys.converted then 1.0 else 0.0 end) as removal_effect

    from channels
    cross join journeys
    group by channels.channel

)

select channel, removal_effect, removal_effect / sum(removal_effect) over () as share
from effects
