-- One row per journey and touch in its window. A conversion without a touch has one row, of
-- the channel unattributed; people who never converted have journeys too.
{{ config(tags=['pattern:window']) }}

with

touchpoints as (

    select * from {{ ref('int_marketing__touchpoints') }}

),

conversions as (

    select * from {{ ref('int_marketing__conversions') }}

),

-- The window is half open and starts anew with each conversion: a touch can be credited once.
touches_in_window as (

    select
        conversions.conversion_id,
        touchpoints.touch_id,
        touchpoints.channel,
        touchpoints.touched_at

    from conversions
    inner join touchpoints on conversions.customer_id = touchpoints.customer_id
    where touchpoints.touched_at <= conversions.converted_at
        and touchpoints.touched_at
            > conversions.converted_at - interval '{{ var("attribution_window_days") }} days'
        and (
            conversions.previous_converted_at is null
            or touchpoints.touched_at > conversions.previous_converted_at
        )

),

converting as (

    select
        'conversion-' || cast(conversions.conversion_id as varchar) as journey_id,
        conversions.conversion_id,
        conversions.customer_id,
        true as converted,
        touches_in_window.touch_id,
        touches_in_window.channel,
        touches_in_window.touched_at,
        conversions.converted_at as ended_at

    from conversions
    left join touches_in_window on conversions.conversion_id = touches_in_window.conversion_id

),

-- Whoever never converted has one journey, which ends with the last touch and looks back as
-- far.
never_converted as (

    select
        touchpoints.*,
        max(touchpoints.touched_at) over (partition by touchpoints.person_key) as ended_at

    from touchpoints
    anti join conversions on touchpoints.customer_id = conversions.customer_id

),

not_converting as (

    select
        person_key as journey_id,
        cast(null as bigint) as conversion_id,
        customer_id,
        false as converted,
        touch_id,
        channel,
        touched_at,
        ended_at

    from never_converted
    where touched_at > ended_at - interval '{{ var("attribution_window_days") }} days'

),

united as (

    select * from converting
    union all
    select * from not_converting

),

final as (

    select
        journey_id,
        conversion_id,
        customer_id,
        coalesce(touch_id, 0) as touch_id,
        coalesce(channel, 'unattributed') as channel,
        cast(row_number() over (
            partition by journey_id order by touched_at, touch_id
        ) as integer) as pos,
        cast(count(touch_id) over (partition by journey_id) as integer) as n_touches,
        date_diff('second', touched_at, ended_at) / 86400.0 as days_before,
        converted,
        touched_at

    from united

)

select * from final
