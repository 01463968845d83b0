-- One row per outage of a device, with the event that it was part of: outages of one state with
-- one cause that follow each other closely are one event.
{{ config(tags=['pattern:gaps-and-islands']) }}

with

outages as (

    select
        outages.*,
        devices.customer_id,
        devices.device_type,
        locations.state

    from {{ ref('int_devices__outages') }} as outages
    inner join {{ ref('entity_devices') }} as devices on outages.device_id = devices.device_id
    inner join {{ ref('entity_locations') }} as locations on outages.location_id = locations.location_id

),

flagged as (

    select
        *,
        case
            when started_at
                <= lag(started_at) over by_event + interval {{ var('regional_outage_minutes') }} minute
                then 0
            else 1
        end as begins_event

    from outages
    window by_event as (partition by state, cause order by started_at, outage_id)

),

numbered as (

    select
        *,
        sum(begins_event) over (
            partition by state, cause order by started_at, outage_id
            rows between unbounded preceding and current row
        ) as event_number

    from flagged

),

events as (

    select
        state,
        cause,
        event_number,
        min(outage_id) as first_outage_id,
        count(distinct device_id) as devices_affected,
        count(distinct location_id) as locations_affected,
        cast(min(started_at) as date) as event_day

    from numbered
    group by state, cause, event_number

),

-- How many places the state had on that day.
places as (

    select
        events.first_outage_id,
        count(locations.location_id) as places

    from events
    inner join {{ ref('entity_locations') }} as locations
        on events.state = locations.state
        and locations.opened_date <= events.event_day
        and coalesce(locations.closed_date > events.event_day, true)
    where events.locations_affected >= {{ var('regional_outage_places') }}
    group by events.first_outage_id

),

final as (

    select
        numbered.outage_id,
        events.first_outage_id as outage_event_id,
        numbered.device_id,
        numbered.location_id,
        numbered.customer_id,
        numbered.device_type,
        numbered.cause,
        numbered.minutes,
        events.devices_affected,
        coalesce(
            events.locations_affected >= {{ var('regional_outage_share') }} * places.places, false
        ) as is_regional,
        numbered.is_open,
        numbered.started_at,
        numbered.ended_at

    from numbered
    inner join events
        on numbered.state = events.state
        and numbered.cause = events.cause
        and numbered.event_number = events.event_number
    left join places on events.first_outage_id = places.first_outage_id

)

select * from final
order by started_at, outage_id
