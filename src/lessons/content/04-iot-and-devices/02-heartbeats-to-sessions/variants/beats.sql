-- title: edges: a gap just as long as the threshold, single beats, taps that beat in turn
-- relation: stg_app_database__tap_events
-- Tap 9001: gaps of 90 and 120 minutes, and a second more than each. 9002: a single beat. 9003: beats that lie between those of 9001.
-- 9004: an outage in the middle. 9005: beats that cross the hour, so that counting hours misleads.
with

beats as (

    select
        device_id,
        timestamp '2025-12-20 00:00:00' + to_seconds(cast(seconds as bigint)) as event_at

    from (values
        (9001, 0), (9001, 5400), (9001, 10801), (9001, 18001), (9001, 25202),
        (9002, 40000),
        (9003, 2700), (9003, 8100), (9003, 13500), (9003, 20000),
        (9004, 0), (9004, 3600), (9004, 7200), (9004, 36000), (9004, 39600),
        (9005, 3540), (9005, 10860), (9005, 18000), (9005, 28740)
    ) as given (device_id, seconds)

)

select
    cast(row_number() over (order by beats.event_at, beats.device_id) as bigint) as event_id,
    cast(beats.device_id as integer) as device_id,
    cast(1 as integer) as location_id,
    cast(null as smallint) as beverage_id,
    'heartbeat' as event_type,
    'ok' as event_status,
    cast(null as smallint) as volume_ml,
    cast(null as decimal(4, 1)) as temperature_c,
    cast(null as decimal(4, 1)) as pressure_psi,
    cast(null as smallint) as flow_ml_s,
    cast(null as smallint) as duration_seconds,
    cast(0 as integer) as dq_flags,
    cast(beats.event_at as date) as event_date,
    beats.event_at,
    beats.event_at + interval 5 minute as ingested_at,
    cast('{{ var("as_of_date") }}' as timestamp) as _stg_loaded_at

from beats
