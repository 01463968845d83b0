-- title: a customer who came back, a conversion without a touch, the same channel twice
-- relation: int_marketing__journeys
select
    case when conversion_id is null then 'visitor-x' else 'conversion-' || cast(conversion_id as varchar) end as journey_id,
    cast(conversion_id as bigint) as conversion_id,
    cast(conversion_id // 100 as integer) as customer_id,
    cast(case when n_touches = 0 then 0 else conversion_id * 10 + pos end as bigint) as touch_id,
    channel,
    cast(pos as integer) as pos,
    cast(n_touches as integer) as n_touches,
    cast(days_before as double) as days_before,
    conversion_id is not null as converted,
    timestamp '2025-04-01 12:00:00' - to_seconds(days_before * 86400) as touched_at

from (values
    (101, 1, 4, 'google_brand', 28.0),
    (101, 2, 4, 'organic', 14.0),
    (101, 3, 4, 'email', 7.0),
    (101, 4, 4, 'direct', 0.0),
    (102, 1, 2, 'organic', 7.9),
    (102, 2, 2, 'email', 7.1),
    (201, 1, 3, 'organic', 60.0),
    (201, 2, 3, 'organic', 30.0),
    (201, 3, 3, 'partner', 30.0),
    (301, 1, 0, 'unattributed', null),
    (302, 1, 1, 'referral', 88.5),
    (null, 1, 2, 'organic', 3.0),
    (null, 2, 2, 'linkedin', 0.0)
) as given (conversion_id, pos, n_touches, channel, days_before)
