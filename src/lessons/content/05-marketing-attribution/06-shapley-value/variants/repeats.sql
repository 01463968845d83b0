-- title: repeats, one channel only, and a sale without a touch
-- relation: int_marketing__journeys
-- A channel is touched twice and three times, a journey has one channel, and one sale has no touch.
with

sample as (

    select * from (values
        (1, ['search', 'search', 'email'], true), (2, ['email', 'search', 'email'], false), (3, ['partner'], false),
        (4, ['social', 'email'], true), (5, ['email'], true), (6, ['social'], false), (7, ['search', 'social'], false), (8, ['email', 'search', 'email', 'email'], true)
    ) as sample (journey, path, converted)

),

touches as (

    select *, unnest(generate_series(1, len(path))) as pos
    from sample

)

select
    'journey-' || lpad(cast(journey as varchar), 3, '0') as journey_id,
    cast(case when converted then 90000 + journey end as bigint) as conversion_id,
    cast(90000 + journey as bigint) as customer_id,
    cast(900000 + journey * 10 + pos as bigint) as touch_id,
    path[pos] as channel,
    cast(pos as integer) as pos,
    cast(len(path) as integer) as n_touches,
    cast(len(path) - pos as double) as days_before,
    converted,
    timestamp '2025-03-01 09:00:00' + to_days(cast(journey as integer)) + to_hours(cast(pos as integer)) as touched_at

from touches

union all

select 'journey-009', 90009, 90009, 0, 'unattributed', 1, 0, null, true, null

order by pos desc, journey_id
