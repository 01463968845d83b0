-- title: a message a day and a half late, a batch that was written late, quiet hours
-- relation: stg_app_database__tap_events
-- Hours count back from the end of the data. An id divisible by 12 is visible at once, 11 after it 55 minutes later.
with

messages as (

    select * from (values
        (12000, 80.0, 79.9), (12012, 79.5, 79.4), (12024, 79.2, 44.0),
        (12036, 60.5, 60.4), (12048, 60.2, 60.1), (12060, 50.3, 50.2),
        (12011, 48.9, 48.8), (12072, 48.7, 48.6), (12084, 48.5, 20.0),
        (12096, 40.0, 39.9), (12108, 39.7, 4.0), (12120, 30.0, 29.9),
        (12023, 24.9, 24.8), (12132, 24.6, 24.5), (12144, 10.0, 9.9),
        (12156, 9.6, 9.5), (12168, 1.0, 0.9), (12180, 25.5, 23.0)
    ) as given (event_id, event_hours, arrival_hours)

)

select
    cast(messages.event_id as bigint) as event_id,
    cast(9000 + messages.event_id % 2 as integer) as device_id,
    cast(1 as integer) as location_id,
    cast(1 as smallint) as beverage_id,
    case when messages.event_id % 5 = 0 then 'heartbeat' else 'pour' end as event_type,
    'ok' as event_status,
    cast(case when messages.event_id % 5 <> 0 then 400 end as smallint) as volume_ml,
    cast(3.8 as decimal(4, 1)) as temperature_c,
    cast(11.8 as decimal(4, 1)) as pressure_psi,
    cast(50 as smallint) as flow_ml_s,
    cast(8 as smallint) as duration_seconds,
    cast(0 as integer) as dq_flags,
    cast({{ as_of_timestamp() }} - to_minutes(cast(messages.event_hours * 60 as bigint)) as date) as event_date,
    {{ as_of_timestamp() }} - to_minutes(cast(messages.event_hours * 60 as bigint)) as event_at,
    {{ as_of_timestamp() }} - to_minutes(cast(messages.arrival_hours * 60 as bigint)) as ingested_at,
    {{ as_of_timestamp() }} as _stg_loaded_at

from messages
