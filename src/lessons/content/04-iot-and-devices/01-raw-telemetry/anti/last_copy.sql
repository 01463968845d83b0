-- code: M-LASTCOPY
-- headline: {n} {are} counted right but look slower than they were.
-- feedback: The messages of device {key} are counted once each, but by the copy that came last. Which copy tells when the message
--   could first be read?
with

messages as (

    select id, device_id, volume_ml, event_timestamp, _synced_at
    from {{ source('app_database', 'tap_events') }}

),

-- 1 of the copies of a message, keep the one that arrived first
first_copies as (

    select * from messages
    qualify row_number() over (partition by id order by _synced_at desc) = 1

)

-- 2 one row for each device
select
    device_id,
    count(*) as messages,
    sum(volume_ml) as volume_ml,
    max(date_diff('minute', event_timestamp, _synced_at)) as slowest_minutes

from first_copies
group by device_id
