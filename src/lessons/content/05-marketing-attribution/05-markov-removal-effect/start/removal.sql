-- What is missing without each channel.
with recursive

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

    select '(start)' as from_state, channel as to_state
    from touches
    where pos = 1

    union all

    select channel, coalesce(next_channel, case when converted then '(conversion)' else '(null)' end)
    from touches

),

transitions as materialized (

    select
        from_state,
        to_state,
        count(*) / sum(count(*)) over (partition by from_state) as probability

    from arrows
    group by from_state, to_state

),

-- One chain for each channel that is taken out, and the whole one.
scenarios as (

    select '(none)' as removed
    union all
    select distinct channel from touches

),

-- 1 Here the mass takes its steps. It does not yet know which channel is removed.
walk as (

    select
        0 as step,
        removed,
        '(start)' as state,
        cast(1 as double) as mass

    from scenarios

    union all

    select
        walk.step + 1 as step,
        walk.removed,
        transitions.to_state as state,
        sum(walk.mass * transitions.probability) as mass

    from walk
    inner join transitions on walk.state = transitions.from_state
    where walk.step < $steps
    group by all

),

-- The part of the mass that has arrived at the sale.
rates as (

    select
        removed,
        coalesce(sum(mass) filter (where state = '(conversion)'), 0) as rate

    from walk
    group by removed

),

-- 2 Compare the rate without the channel to the rate of the whole chain, and bring the effects to shares.
final as (

    select
        removed as channel,
        rate as removal_effect,
        rate as share

    from rates
    where removed <> '(none)'

)

select * from final
