-- code: M-UNOBSERVED
-- headline: {n} {are} called up while nobody looked.
-- feedback: You took the week and subtracted what was down. For device {key} that makes silence a proof of health. How many seconds
--   were observed at all?
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
        date_diff(
            'second',
            greatest(states.valid_from, week.w_start),
            least(coalesce(states.valid_to, {{ as_of_timestamp() }}), week.w_end)
        ) as seconds

    from states
    cross join week

),

-- 2 add up for each device, and divide the sums
final as (

    select
        device_id,
        date_diff('second', any_value(week.w_start), any_value(week.w_end))
            - coalesce(sum(seconds) filter (where not is_up), 0) as online_seconds,
        date_diff('second', any_value(week.w_start), any_value(week.w_end)) as observed_seconds,
        1 - coalesce(sum(seconds) filter (where not is_up), 0) * 1.0
            / date_diff('second', any_value(week.w_start), any_value(week.w_end)) as uptime_ratio

    from clipped
    cross join week
    where seconds > 0
    group by device_id

)

select * from final
