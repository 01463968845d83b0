-- One row per channel and method: what the channel is worth over all journeys, as a step of
-- a Markov chain and as a player of a game (Shapley).
{{ config(tags=['pattern:recursive', 'pattern:statistics']) }}

with recursive

journeys as (

    select * from {{ ref('int_marketing__journeys') }}
    where n_touches > 0

),

-- The chain: from one touch to the next, and from the last one to a conversion or to nothing.
-- Touching the same channel twice in a row changes no absorption, so it is one step.
runs as (

    select
        journey_id,
        pos,
        n_touches,
        converted,
        channel,
        lag(channel) over (partition by journey_id order by pos) as previous_channel

    from journeys

),

edges as (

    select
        coalesce(previous_channel, '(start)') as from_state,
        channel as to_state

    from runs
    where previous_channel is distinct from channel

    union all

    select
        channel,
        case when converted then '(conversion)' else '(null)' end

    from runs
    where pos = n_touches

),

-- Kept as a table of its own, since every step of the walk reads it again.
transitions as materialized (

    select
        from_state,
        to_state,
        count(*) / sum(count(*)) over (partition by from_state) as probability

    from edges
    group by from_state, to_state

),

channels as (

    select
        channel,
        row_number() over (order by channel) - 1 as channel_number

    from journeys
    group by channel

),

-- All chains at once: the whole one, and one for each channel in which every way into it
-- leads to nothing.
scenarios as (

    select '(none)' as removed_channel
    union all
    select channel from channels

),

-- A mass of 1 starts and is carried along, step by step, until next to nothing is left under
-- way. This is the fixed iteration that solves the absorbing chain.
walk as (

    select
        0 as step,
        removed_channel,
        '(start)' as state,
        cast(1 as double) as mass

    from scenarios

    union all

    select
        walk.step + 1,
        walk.removed_channel,
        case
            when transitions.to_state = walk.removed_channel then '(null)'
            else transitions.to_state
        end as state,
        sum(walk.mass * transitions.probability) as mass

    from walk
    inner join transitions on walk.state = transitions.from_state
    where walk.step < {{ var('markov_steps') }}
        and walk.mass > 1e-15
    group by all

),

conversion_rates as (

    select
        scenarios.removed_channel,
        coalesce(sum(walk.mass), 0) as conversion_rate

    from scenarios
    left join walk
        on scenarios.removed_channel = walk.removed_channel
        and walk.state = '(conversion)'
    group by scenarios.removed_channel

),

removal_effects as (

    select
        channels.channel,
        case
            when whole.conversion_rate > 0
                then 1 - without_it.conversion_rate / whole.conversion_rate
            else 0
        end as removal_effect

    from channels
    inner join conversion_rates as without_it on channels.channel = without_it.removed_channel
    inner join conversion_rates as whole on whole.removed_channel = '(none)'

),

totals as (

    select
        count(distinct journey_id) as journeys,
        count(distinct journey_id) filter (where converted) as conversions

    from journeys

),

markov as (

    select
        removal_effects.channel,
        'markov' as method,
        removal_effects.removal_effect,
        totals.conversions * removal_effects.removal_effect
            / nullif(sum(removal_effects.removal_effect) over (), 0) as channel_value

    from removal_effects
    cross join totals

),

-- The game: which channels a journey has met, whatever their order. One bit for each channel.
journey_masks as (

    select
        journeys.journey_id,
        journeys.converted,
        bit_or(cast(1 as bigint) << channels.channel_number) as mask,
        count(distinct journeys.channel) as channels_met

    from journeys
    inner join channels on journeys.channel = channels.channel
    group by journeys.journey_id, journeys.converted

),

mask_counts as (

    select
        mask,
        count(*) as journeys,
        count(*) filter (where converted) as conversions

    from journey_masks
    group by mask

),

-- With the number of conversions as the value, the sum over all coalitions comes down to equal
-- shares among the channels that a converting journey has met.
shapley_count as (

    select
        journey_channels.channel,
        'shapley_count' as method,
        sum(case when journey_masks.converted then 1.0 / journey_masks.channels_met else 0 end)
            as channel_value

    from (select distinct journey_id, channel from journeys) as journey_channels
    inner join journey_masks on journey_channels.journey_id = journey_masks.journey_id
    group by journey_channels.channel

),

-- With the rate of conversion as the value there is no short cut: every coalition is valued.
coalitions as (

    select series.coalition
    from generate_series(
        cast(0 as bigint), (select (cast(1 as bigint) << count(*)) - 1 from channels)
    ) as series(coalition)

),

coalition_values as (

    select
        coalitions.coalition,
        coalesce({{ safe_divide('sum(mask_counts.conversions)', 'sum(mask_counts.journeys)') }}, 0)
            as conversion_rate

    from coalitions
    left join mask_counts on mask_counts.mask & coalitions.coalition = mask_counts.mask
    group by coalitions.coalition

),

shapley_rate as (

    select
        channels.channel,
        'shapley_rate' as method,
        sum(
            cast(factorial(cast(bit_count(without_it.coalition) as integer)) as double)
            * cast(factorial(cast(players.n - bit_count(without_it.coalition) - 1 as integer)) as double)
            / cast(factorial(cast(players.n as integer)) as double)
            * (with_it.conversion_rate - without_it.conversion_rate)
        ) as channel_value

    from channels
    cross join (select count(*) as n from channels) as players
    inner join coalition_values as without_it
        on without_it.coalition & (cast(1 as bigint) << channels.channel_number) = 0
    inner join coalition_values as with_it
        on with_it.coalition = without_it.coalition | (cast(1 as bigint) << channels.channel_number)
    group by channels.channel

),

united as (

    select channel, method, removal_effect, channel_value from markov
    union all
    select channel, method, null, channel_value from shapley_count
    union all
    select channel, method, null, channel_value from shapley_rate

),

final as (

    select
        channel,
        method,
        round(removal_effect, 12) as removal_effect,
        round(coalesce(channel_value, 0), 12) as channel_value,
        round(coalesce(
            {{ safe_divide('channel_value', 'sum(channel_value) over (partition by method)') }}, 0
        ), 12) as share

    from united

)

select * from final
