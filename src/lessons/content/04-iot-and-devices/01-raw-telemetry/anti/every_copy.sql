-- code: M-COUNTROWS
-- headline: {n} {are} counted with copies.
-- feedback: Device {key} has messages whose id stands there twice, and each copy was counted. What is one message?
with

messages as (

    select id, device_id, volume_ml, event_timestamp, _synced_at
    from {{ source('app_database', 'tap_events') }}

),

-- 1 of the copies of a message, keep the one that arrived first
first_copies as (

    select * from messages

)

-- 2 one row for each device
select
    device_id,
    count(*) as messages,
    sum(volume_ml) as volume_ml,
    max(date_diff('minute', event_timestamp, _synced_at)) as slowest_minutes

from first_copies
group by device_id
