-- code: M-SURVIVOR
-- headline: {n} {are} missing or wrong: only journeys with a sale were read.
-- feedback: Look at {key}. If every journey that you read ends in a sale, the chain can never fail. Who else walked these arrows?
with

touches as (

    select
        journey_id,
        pos,
        channel,
        converted,
        lead(channel) over (partition by journey_id order by pos) as next_channel

    from {{ ref('int_marketing__journeys') }}
    where n_touches > 0 and converted

),

arrows as (

    select '(start)' as from_state, channel as to_state from touches where pos = 1
    union all
    select channel, coalesce(next_channel, case when converted then '(conversion)' else '(null)' end) from touches

)

select from_state, to_state, count(*) / sum(count(*)) over (partition by from_state) as probability
from arrows
group by from_state, to_state
