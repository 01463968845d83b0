-- code: M-FANOUT
-- headline: {n} {are} credited although the conversion before had claimed the touch already.
-- feedback: The customer of {key} had converted before, and the look-back reaches over that day. Its touches now help two
--   conversions. Which column tells from when on a touch is fresh?
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
        and touchpoints.touched_at > conversions.converted_at - interval '{{ days }} days'
        and touchpoints.touched_at <= conversions.converted_at

)

select
    conversion_id,
    coalesce(touch_id, 0) as touch_id,
    coalesce(channel, 'unattributed') as channel,
    row_number() over (partition by conversion_id order by touched_at, touch_id) as pos,
    count(touch_id) over (partition by conversion_id) as n_touches

from joined
