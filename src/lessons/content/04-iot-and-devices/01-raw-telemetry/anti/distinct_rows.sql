-- code: M-DISTINCT
-- headline: {n} {are} counted with copies, although distinct was used.
-- feedback: Rows that are equal in every column are gone, but a copy arrives later and so is not equal: see device {key}. Which
--   column alone says that it is the same message?
with

messages as (

    select id, device_id, volume_ml, event_timestamp, _synced_at
    from {{ source('app_database', 'tap_events') }}

),

-- 1 of the copies of a message, keep the one that arrived first
first_copies as (

    select distinct * from messages

)

-- 2 one row for each device
select
    device_id,
    count(*) as messages,
    sum(volume_ml) as volume_ml,
    max(date_diff('minute', event_timestamp, _synced_at)) as slowest_minutes

from first_copies
group by device_id
