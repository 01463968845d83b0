-- One row per outage of a device: an unbroken stretch of time in which it was down. A device
-- that was switched off with its customer is not down. The log keeps outages of 92 days.
{{ config(tags=['pattern:gaps-and-islands']) }}

with

status_events as (

    select * from {{ ref('stg_app_database__device_status_events') }}

),

-- Devices of test accounts and of erased accounts belong to nobody.
devices as (

    select
        devices.device_id,
        devices.location_id

    from {{ ref('stg_app_database__devices') }} as devices
    inner join {{ ref('stg_app_database__accounts') }} as accounts
        on devices.customer_id = accounts.customer_id

),

-- A state lasts until the next one of the device begins.
states as (

    select
        device_id,
        status_event_id,
        outage_id,
        cause,
        device_status = 'offline' and outage_id is not null as is_down,
        occurred_at as started_at,
        lead(occurred_at) over by_device as ended_at,
        lag(device_status = 'offline' and outage_id is not null) over by_device as was_down,
        lag(outage_id) over by_device as previous_outage_id

    from status_events
    window by_device as (partition by device_id order by occurred_at, status_event_id)

),

-- An island begins where a device goes down, and takes in what follows as the same outage.
islands as (

    select
        *,
        sum(case when was_down and outage_id = previous_outage_id then 0 else 1 end) over (
            partition by device_id order by started_at, status_event_id
            rows between unbounded preceding and current row
        ) as island

    from states
    where is_down

),

outages as (

    select
        device_id,
        min(outage_id) as outage_id,
        arg_min(cause, started_at) as cause,
        min(started_at) as started_at,
        case when count(*) = count(ended_at) then max(ended_at) end as ended_at

    from islands
    group by device_id, island

),

final as (

    select
        outages.outage_id,
        outages.device_id,
        devices.location_id,
        outages.cause,
        cast(date_diff(
            'minute', outages.started_at, coalesce(outages.ended_at, {{ as_of_timestamp() }})
        ) as integer) as minutes,
        outages.ended_at is null as is_open,
        outages.started_at,
        outages.ended_at

    from outages
    inner join devices on outages.device_id = devices.device_id

)

select * from final
