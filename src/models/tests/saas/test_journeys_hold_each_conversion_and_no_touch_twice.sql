-- Each conversion has a journey, touches lie in the window and after the conversion before, and
-- no touch helps two conversions.
with

journeys as (

    select * from {{ ref('int_marketing__journeys') }}
    where converted

),

conversions as (

    select * from {{ ref('int_marketing__conversions') }}

)

select
    conversions.conversion_id,
    'has no journey' as problem

from conversions
where conversions.conversion_id not in (select journeys.conversion_id from journeys)

union all

select
    journeys.conversion_id,
    'has a touch outside of its window' as problem

from journeys
inner join conversions on journeys.conversion_id = conversions.conversion_id
where journeys.touched_at > conversions.converted_at
    or journeys.touched_at <= conversions.previous_converted_at
    or journeys.touched_at
        <= conversions.converted_at - interval '{{ var("attribution_window_days") }} days'

union all

select
    max(journeys.conversion_id) as conversion_id,
    'shares a touch' as problem

from journeys
where journeys.touch_id <> 0
group by journeys.touch_id
having count(*) > 1
