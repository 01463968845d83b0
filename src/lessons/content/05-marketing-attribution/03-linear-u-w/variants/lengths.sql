-- title: journeys of no, one, two, three and five touches
-- relation: int_marketing__journeys
select
    case when conversion_id is null then 'visitor-x' else 'conversion-' || cast(conversion_id as varchar) end as journey_id,
    cast(conversion_id as bigint) as conversion_id,
    cast(conversion_id // 100 as integer) as customer_id,
    cast(case when n_touches = 0 then 0 else conversion_id * 10 + pos end as bigint) as touch_id,
    channel,
    cast(pos as integer) as pos,
    cast(n_touches as integer) as n_touches,
    cast(case when n_touches > 0 then n_touches - pos + 14 end as double) as days_before,
    conversion_id is not null as converted,
    case when n_touches > 0 then timestamp '2025-04-01 12:00:00' - to_days(cast(n_touches - pos + 14 as integer)) end as touched_at

from (values
    (101, 1, 0, 'unattributed'),
    (201, 1, 1, 'organic'),
    (301, 1, 2, 'email'),
    (301, 2, 2, 'direct'),
    (302, 1, 3, 'organic'),
    (302, 2, 3, 'organic'),
    (302, 3, 3, 'direct'),
    (401, 1, 5, 'linkedin'),
    (401, 2, 5, 'email'),
    (401, 3, 5, 'email'),
    (401, 4, 5, 'email'),
    (401, 5, 5, 'google_brand'),
    (null, 1, 2, 'organic'),
    (null, 2, 2, 'email')
) as given (conversion_id, pos, n_touches, channel)
