-- The uptime of each device in one week.
with

-- The week that is asked for: w_start is part of it, w_end is not.
week as (

    select
        {{ as_of_timestamp() }} - interval ($first) day as w_start,
        {{ as_of_timestamp() }} - interval ($last) day as w_end

),

-- Up, or down in an outage. What was not recorded, was switched off or is retired is not observed.
states as (

    select
        device_id,
        status in ('online', 'maintenance') as is_up,
        valid_from,
        valid_to

    from {{ ref('entity_devices_history') }}
    where status in ('online', 'maintenance') or change_type = 'failure'

),

-- 1 cut each state to the week
clipped as (

    select
        states.device_id,
        states.is_up,
        date_diff('second', states.valid_from, states.valid_to) as seconds

    from states
    cross join week

),

-- 2 add up for each device, and divide the sums
final as (

    select
        device_id,
        sum(seconds) filter (where is_up) as online_seconds,
        sum(seconds) as observed_seconds,
        null as uptime_ratio

    from clipped
    group by device_id

)

select * from final
