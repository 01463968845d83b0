-- title: the ten journeys of the lesson
-- relation: int_marketing__journeys
with

sample as (

    select * from (values
        (1, ['search', 'email'], true), (2, ['search', 'email'], true), (3, ['social', 'search'], true),
        (4, ['social'], false), (5, ['social'], false), (6, ['social'], false), (7, ['search'], false),
        (8, ['search'], false), (9, ['email'], true), (10, ['social', 'email'], false)
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
