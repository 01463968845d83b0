-- code: M-GRAIN
-- headline: {n} {are} lost messages that were no copies.
-- feedback: Device {key} sent two different messages in the same second, and you kept one. Does a device send only one message in a
--   second? What identifies a message for certain?
with

messages as (

    select id, device_id, volume_ml, event_timestamp, _synced_at
    from {{ source('app_database', 'tap_events') }}

),

-- 1 of the copies of a message, keep the one that arrived first
first_copies as (

    select * from messages
    qualify row_number() over (partition by device_id, event_timestamp order by _synced_at) = 1

)

-- 2 one row for each device
select
    device_id,
    count(*) as messages,
    sum(volume_ml) as volume_ml,
    max(date_diff('minute', event_timestamp, _synced_at)) as slowest_minutes

from first_copies
group by device_id
