-- One row for each conversion and touch.
-- So far every touch of the customer counts, whenever it was, and conversions without one are lost.
with

conversions as (

    select * from {{ ref('int_marketing__conversions') }}

),

touchpoints as (

    select * from {{ ref('int_marketing__touchpoints') }}

),

joined as (

    select
        conversions.conversion_id,
        touchpoints.touch_id,
        touchpoints.channel,
        touchpoints.touched_at

    from conversions
    inner join touchpoints
        on conversions.customer_id = touchpoints.customer_id

)

select
    conversion_id,
    touch_id,
    channel,
    row_number() over (partition by conversion_id order by touched_at, touch_id) as pos,
    count(*) over (partition by conversion_id) as n_touches

from joined
