-- The arrows of the chain and their probabilities.
with

-- 1 every touch, with the one that follows it in its journey
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

-- 2 one row for each arrow that a journey walks: into its first touch, and out of every touch
arrows as (

    select '(start)' as from_state, channel as to_state
    from touches
    where pos = 1

    union all

    select channel, coalesce(next_channel, case when converted then '(conversion)' else '(null)' end)
    from touches

),

-- 3 its share of all arrows that leave the same state
final as (

    select
        from_state,
        to_state,
        count(*) / sum(count(*)) over (partition by from_state) as probability

    from arrows
    group by from_state, to_state

)

select * from final
