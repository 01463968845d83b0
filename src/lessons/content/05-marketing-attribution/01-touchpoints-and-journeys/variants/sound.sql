-- title: two conversions without a touch, and a touch at the very moment
-- relation: int_marketing__journeys
select * from {{ ref('int_marketing__journeys') }}
union all
select
    'conversion-' || cast(conversion_id as varchar) as journey_id,
    conversion_id,
    cast(99 as integer) as customer_id,
    touch_id,
    channel,
    cast(1 as integer) as pos,
    cast(case when touch_id = 0 then 0 else 1 end as integer) as n_touches,
    days_before,
    true as converted,
    touched_at

from (values
    (cast(990001 as bigint), cast(0 as bigint), 'unattributed', cast(null as double), cast(null as timestamp)),
    (990002, 0, 'unattributed', null, null),
    (990003, 990003, 'organic', 0.0, timestamp '2025-04-01 12:00:00')
) as given (conversion_id, touch_id, channel, days_before, touched_at)
