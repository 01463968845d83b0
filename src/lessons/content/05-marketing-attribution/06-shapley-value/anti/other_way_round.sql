-- code: M-SUBSET
-- headline: {n} {are} wrong: the subset is turned round.
-- feedback: You ask whether coalition {key} lies inside the journey. Then the empty coalition makes every sale. Which of the two must lie inside the other?
with

-- Every channel has a bit: 1, 2, 4, 8 and so on, in the order of the alphabet.
channels as (

    select
        channel,
        cast(1 as bigint) << (row_number() over (order by channel) - 1) as channel_bit

    from {{ ref('int_marketing__journeys') }}
    where n_touches > 0
    group by channel

),

-- The set of channels that a journey touched, as the sum of their bits.
journey_masks as (

    select
        journeys.journey_id,
        journeys.converted,
        bit_or(channels.channel_bit) as mask

    from {{ ref('int_marketing__journeys') }} as journeys
    inner join channels on journeys.channel = channels.channel
    group by journeys.journey_id, journeys.converted

),

-- Every sum of bits is a coalition; 0 is the empty one.
coalitions as (

    select unnest(generate_series(cast(0 as bigint), (select cast(sum(channel_bit) as bigint) from channels))) as coalition

)

select
    coalitions.coalition,
    count(journey_masks.journey_id) as conversions

from coalitions
left join journey_masks
    on journey_masks.mask & coalitions.coalition = coalitions.coalition
    and journey_masks.converted
group by coalitions.coalition
