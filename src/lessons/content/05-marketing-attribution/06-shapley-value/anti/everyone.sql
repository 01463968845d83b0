-- code: M-SALES
-- headline: {n} {are} credited for journeys that ended in nothing.
-- feedback: {key} gets a share of every journey, with or without a sale. What is there to share when nothing was sold?
with

journey_channels as (

    select distinct journey_id, channel
    from {{ ref('int_marketing__journeys') }}
    where n_touches > 0

),

shares as (

    select channel, 1.0 / count(*) over (partition by journey_id) as share
    from journey_channels

)

select channel, sum(share) as channel_value
from shares
group by channel
