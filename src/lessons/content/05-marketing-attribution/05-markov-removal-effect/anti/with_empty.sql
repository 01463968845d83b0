-- code: M-EMPTY
-- headline: {n} {are} there although nobody walked them.
-- feedback: The arrow {key} belongs to conversions without a touch. unattributed is not a channel that anybody met. Which column tells that a journey has no touch?
with

touches as (

    select
        journey_id,
        pos,
        channel,
        converted,
        lead(channel) over (partition by journey_id order by pos) as next_channel

    from {{ ref('int_marketing__journeys') }}

),

arrows as (

    select '(start)' as from_state, channel as to_state from touches where pos = 1
    union all
    select channel, coalesce(next_channel, case when converted then '(conversion)' else '(null)' end) from touches

)

select from_state, to_state, count(*) / sum(count(*)) over (partition by from_state) as probability
from arrows
group by from_state, to_state
