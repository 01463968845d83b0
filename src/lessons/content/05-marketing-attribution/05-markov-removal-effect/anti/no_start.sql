-- code: M-NOSTART
-- headline: {n} {are} missing: nothing leaves (start).
-- feedback: Where does the walk begin? Without {key} no mass ever enters the chain. Which touches come straight from the start?
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

    select
        channel as from_state,
        coalesce(next_channel, case when converted then '(conversion)' else '(null)' end) as to_state

    from touches

)

select from_state, to_state, count(*) / sum(count(*)) over (partition by from_state) as probability
from arrows
group by from_state, to_state
