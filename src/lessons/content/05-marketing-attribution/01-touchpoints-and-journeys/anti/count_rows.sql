-- code: M-COUNTROWS
-- headline: {n} {are} counted as a touch, but there is none.
-- feedback: The left join gave {key} a row with nothing on the right side, and count(*) counts rows. How many touches are in it?
--   What does count(column) do with NULL?
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
        and (conversions.previous_converted_at is null or touchpoints.touched_at > conversions.previous_converted_at)

)

select
    conversion_id,
    coalesce(touch_id, 0) as touch_id,
    coalesce(channel, 'unattributed') as channel,
    row_number() over (partition by conversion_id order by touched_at, touch_id) as pos,
    count(*) over (partition by conversion_id) as n_touches

from joined
