-- A device is in one outage at a time, and only one that it is still in is open.
with

outages as (

    select
        outage_id,
        device_id,
        started_at,
        ended_at,
        lead(started_at) over (partition by device_id order by started_at, outage_id) as next_started_at

    from {{ ref('int_devices__outages') }}

)

select * from outages
where ended_at <= started_at
    or next_started_at < coalesce(ended_at, timestamp '9999-12-31')
