-- code: M-EMPTY
-- headline: {n} {are} there although nobody touched it.
-- feedback: {key} stands for sales without any touch. It is no channel that could be paid. Which column says how many touches a journey has?
with

journey_channels as (

    select distinct journey_id, channel
    from {{ ref('int_marketing__journeys') }}
    where converted

),

shares as (

    select channel, 1.0 / count(*) over (partition by journey_id) as share
    from journey_channels

)

select channel, sum(share) as channel_value
from shares
group by channel
