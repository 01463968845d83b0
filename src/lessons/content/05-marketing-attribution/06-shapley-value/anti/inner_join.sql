-- code: M-INNERLOSS
-- headline: {n} {are} missing: nothing sold is an answer, too.
-- feedback: Coalition {key} makes no sale alone, and your join dropped it. What each channel adds is measured against such zeros. Which join keeps it?
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
inner join journey_masks
    on journey_masks.mask & coalitions.coalition = journey_masks.mask
    and journey_masks.converted
group by coalitions.coalition
