-- code: M-LATESTMAX
-- headline: {n} {are} put together from several copies.
-- feedback: A maximum for each column makes a row out of pieces of two copies, for device {key} with the larger volume of one and
--   the arrival of the other. Which whole row do you want?
with

messages as (

    select id, device_id, volume_ml, event_timestamp, _synced_at
    from {{ source('app_database', 'tap_events') }}

),

-- 1 of the copies of a message, keep the one that arrived first
first_copies as (

    select
        id,
        max(device_id) as device_id,
        max(volume_ml) as volume_ml,
        max(event_timestamp) as event_timestamp,
        max(_synced_at) as _synced_at
    
    from messages
    group by id

)

-- 2 one row for each device
select
    device_id,
    count(*) as messages,
    sum(volume_ml) as volume_ml,
    max(date_diff('minute', event_timestamp, _synced_at)) as slowest_minutes

from first_copies
group by device_id
