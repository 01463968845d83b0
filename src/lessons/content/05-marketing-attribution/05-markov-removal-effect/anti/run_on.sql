-- code: M-PARTITION
-- headline: {n} {are} missing or wrong: one journey runs into the next.
-- feedback: Look at {key}. After its last touch a journey is over, but your window goes on with the first touch of another person. What keeps journeys apart?
with

touches as (

    select
        journey_id,
        pos,
        channel,
        converted,
        lead(channel) over (order by journey_id, pos) as next_channel

    from {{ ref('int_marketing__journeys') }}
    where n_touches > 0

),

arrows as (

    select '(start)' as from_state, channel as to_state from touches where pos = 1
    union all
    select channel, coalesce(next_channel, case when converted then '(conversion)' else '(null)' end) from touches

)

select from_state, to_state, count(*) / sum(count(*)) over (partition by from_state) as probability
from arrows
group by from_state, to_state
