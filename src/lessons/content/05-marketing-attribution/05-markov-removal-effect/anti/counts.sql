-- code: M-COUNTROWS
-- headline: {n} {are} counted, not divided.
-- feedback: {key} has the number of steps. A probability lies between 0 and 1: out of how many that stood in the first state did so many go this way?
with

touches as (

    select
        journey_id,
        pos,
        channel,
        converted,
        lead(channel) over (partition by journey_id order by pos) as next_channel

    from {{ ref('int_marketing__journeys') }}
    where n_touches > 0

),

arrows as (

    select '(start)' as from_state, channel as to_state from touches where pos = 1
    union all
    select channel, coalesce(next_channel, case when converted then '(conversion)' else '(null)' end) from touches

)

select from_state, to_state, count(*) as probability
from arrows
group by from_state, to_state
