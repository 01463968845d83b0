-- The single pours of a tap of the panel are the pours of its hours: nothing was lost on either
-- way. Hours in which a pour has lost its tap or its volume are not compared, nor the last two
-- days: some of their events are still on the way.
with

events as (

    select
        device_id,
        cast(date_trunc('hour', event_at) as timestamp) as hour_ts,
        count(*) filter (where event_type = 'pour') as pours,
        sum(volume_ml) as millilitres,
        count(*) filter (where event_type = 'pour' and volume_ml is null) as unknown_volumes

    from {{ ref('stg_app_database__tap_events') }}
    group by device_id, cast(date_trunc('hour', event_at) as timestamp)

),

-- Ordinary hours that have lost an event to an unknown tap show one pour less.
lost as (

    select distinct cast(date_trunc('hour', event_at) as timestamp) as hour_ts
    from {{ ref('stg_app_database__tap_events') }}
    where dq_flags & 2 > 0

)

select
    events.device_id,
    events.hour_ts,
    events.pours,
    hours.pours as pours_of_the_hour,
    events.millilitres,
    hours.volume_litres

from events
inner join {{ ref('entity_devices_hourly') }} as hours
    on events.device_id = hours.device_id
    and events.hour_ts = hours.hour_ts
left join lost on events.hour_ts = lost.hour_ts
where lost.hour_ts is null
    and events.hour_ts < {{ as_of_timestamp() }} - interval 2 day
    and events.unknown_volumes = 0
    and (events.pours <> hours.pours or abs(coalesce(events.millilitres, 0) - hours.volume_litres * 1000) > 1)
