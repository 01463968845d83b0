-- What a tap says could have happened: nothing negative was poured, nothing was poured without a
-- pour, and a tap that nobody knows is flagged as such.
select
    tap_events.event_id,
    tap_events.device_id,
    tap_events.volume_ml,
    tap_events.dq_flags

from {{ ref('stg_app_database__tap_events') }} as tap_events
left join {{ ref('stg_app_database__devices') }} as devices on tap_events.device_id = devices.device_id
where tap_events.volume_ml < 0
    or tap_events.flow_ml_s < 0
    or tap_events.duration_seconds < 0
    or tap_events.event_type <> 'pour' and tap_events.volume_ml is not null
    or (devices.device_id is null) <> (tap_events.dq_flags & 2 > 0)
