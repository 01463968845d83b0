-- code: M-JOINT
-- headline: {n} {are} divided by all arrows of the chain.
-- feedback: The arrow {key} has its share of all steps that anybody took. But whoever stands in its first state chooses only among the arrows that leave it. Over which rows does the sum run?
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

select from_state, to_state, count(*) / sum(count(*)) over () as probability
from arrows
group by from_state, to_state
