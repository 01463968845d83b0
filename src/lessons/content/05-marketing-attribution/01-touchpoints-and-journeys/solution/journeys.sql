-- One row for each conversion and touch.
with

conversions as (

    select * from {{ ref('int_marketing__conversions') }}

),

touchpoints as (

    select * from {{ ref('int_marketing__touchpoints') }}

),

-- 1 all conversions, each with the touches that it may claim
joined as (

    select
        conversions.conversion_id,
        touchpoints.touch_id,
        touchpoints.channel,
        touchpoints.touched_at

    from conversions
    left join touchpoints
        on conversions.customer_id = touchpoints.customer_id
        -- 2 not too old, not too late
        and touchpoints.touched_at > conversions.converted_at - interval '{{ days }} days'
        and touchpoints.touched_at <= conversions.converted_at
        -- 3 not used up by the conversion before
        and (
            conversions.previous_converted_at is null
            or touchpoints.touched_at > conversions.previous_converted_at
        )

)

-- 4 the place in the journey; count(touch_id) leaves out the row without a touch
select
    conversion_id,
    coalesce(touch_id, 0) as touch_id,
    coalesce(channel, 'unattributed') as channel,
    row_number() over (partition by conversion_id order by touched_at, touch_id) as pos,
    count(touch_id) over (partition by conversion_id) as n_touches

from joined
