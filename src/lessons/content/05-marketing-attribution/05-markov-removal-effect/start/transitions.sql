-- The arrows of the chain and their probabilities.
-- So far these are the steps from touch to touch, counted. Which arrows are missing, and what turns a count into a probability?
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

)

select
    channel as from_state,
    next_channel as to_state,
    count(*) as probability

from touches
where next_channel is not null
group by channel, next_channel
