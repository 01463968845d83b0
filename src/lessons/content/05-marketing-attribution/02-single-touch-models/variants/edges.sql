-- title: direct only, one touch, no touch, two in one second
-- relation: int_marketing__journeys
-- 1 ends with two skipped touches. 2 has nothing else. 3 is one touch. 4 has none. 5 has two touches in one second, and the ids
-- run against time. 6 is skipped in the middle. The visitor never converted. Rows are not in order.
select
    case when conversion_id is null then 'visitor-x' else 'conversion-' || cast(conversion_id as varchar) end as journey_id,
    cast(conversion_id as bigint) as conversion_id,
    cast(conversion_id as integer) as customer_id,
    cast(touch_id as bigint) as touch_id,
    channel,
    cast(pos as integer) as pos,
    cast(n_touches as integer) as n_touches,
    cast(days_before as double) as days_before,
    conversion_id is not null as converted,
    timestamp '2025-04-01 12:00:00' - to_seconds(days_before * 86400) as touched_at

from (values
    (1, 13, 'direct', 3, 4, 2.0),
    (1, 11, 'referral', 1, 4, 30.0),
    (1, 14, 'email', 4, 4, 1.0),
    (1, 12, 'organic', 2, 4, 20.0),
    (7, 73, 'direct', 3, 4, 2.0),
    (7, 71, 'referral', 1, 4, 30.0),
    (7, 74, 'direct', 4, 4, 1.0),
    (7, 72, 'organic', 2, 4, 20.0),
    (8, 83, 'email', 3, 4, 2.0),
    (8, 81, 'referral', 1, 4, 30.0),
    (8, 84, 'email', 4, 4, 1.0),
    (8, 82, 'organic', 2, 4, 20.0),
    (2, 22, '{{ skipped }}', 2, 2, 4.0),
    (2, 21, '{{ skipped }}', 1, 2, 5.0),
    (3, 31, 'partner', 1, 1, 9.0),
    (4, 0, 'unattributed', 1, 0, null),
    (5, 52, 'organic', 3, 3, 3.0),
    (5, 51, 'linkedin', 2, 3, 3.0),
    (5, 53, 'partner', 1, 3, 40.0),
    (6, 61, 'google_brand', 1, 3, 12.0),
    (6, 62, '{{ skipped }}', 2, 3, 11.0),
    (6, 63, 'facebook_retargeting', 3, 3, 10.0),
    (null, 91, 'organic', 1, 2, 6.0),
    (null, 92, 'direct', 2, 2, 0.0)
) as given (conversion_id, touch_id, channel, pos, n_touches, days_before)
