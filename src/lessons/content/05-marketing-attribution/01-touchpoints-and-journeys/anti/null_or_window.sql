-- code: M-WHERELEFT
-- headline: {n} {are} missing: their touches exist, but all of them lie outside of the window.
-- feedback: For {key} the join found touches, so touch_id is not NULL; then where threw every one of them away, and the
--   conversion with them. Where would a condition only decide which touches match?
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
    where touchpoints.touch_id is null
        or (
            touchpoints.touched_at > conversions.converted_at - interval '{{ days }} days'
            and touchpoints.touched_at <= conversions.converted_at
            and (conversions.previous_converted_at is null or touchpoints.touched_at > conversions.previous_converted_at)
        )

)

select
    conversion_id,
    coalesce(touch_id, 0) as touch_id,
    coalesce(channel, 'unattributed') as channel,
    row_number() over (partition by conversion_id order by touched_at, touch_id) as pos,
    count(touch_id) over (partition by conversion_id) as n_touches

from joined
