-- code: M-BETWEEN
-- headline: {n} {are} there although the touch is exactly as old as the look-back.
-- feedback: {key} lies on the old end of the window to the second. The task leaves that end out, so that two windows that follow
--   each other share no moment. Does your comparison include it?
with

joined as (

    select
        conversions.conversion_id,
        touchpoints.touch_id,
        touchpoints.channel,
        touchpoints.touched_at

    from {{ ref('int_marketing__conversions') }} as conversions
    left join {{ ref('int_marketing__touchpoints') }} as touchpoints
        on conversions.customer_id = touchpoints.customer_id
        and touchpoints.touched_at >= conversions.converted_at - interval '{{ days }} days'
        and touchpoints.touched_at <= conversions.converted_at
        and (conversions.previous_converted_at is null or touchpoints.touched_at > conversions.previous_converted_at)

)

select
    conversion_id,
    coalesce(touch_id, 0) as touch_id,
    coalesce(channel, 'unattributed') as channel,
    row_number() over (partition by conversion_id order by touched_at, touch_id) as pos,
    count(touch_id) over (partition by conversion_id) as n_touches

from joined
