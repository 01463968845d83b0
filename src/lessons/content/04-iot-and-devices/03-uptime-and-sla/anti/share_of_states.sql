-- code: M-AVGAVG
-- headline: The ratio of {n} counts states instead of time.
-- feedback: An outage of ten minutes and a week of operation weigh the same in your average, see device {key}. What should each state
--   weigh?
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
        coalesce(sum(seconds) filter (where is_up), 0) as online_seconds,
        sum(seconds) as observed_seconds,
        avg(cast(is_up as integer)) as uptime_ratio

    from clipped
    where seconds > 0
    group by device_id

)

select * from final
