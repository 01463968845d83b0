-- code: M-ANYALL
-- headline: {n} {are} wrong: some devices dark is not all devices dark.
-- feedback: For {key} you looked for one device that is not online. Asked was that none is. Count the devices that are online, and
--   ask for zero: what does that say about a customer without devices?
select
    customer_id,
    count(*) as locations

from {{ ref('stg_app_database__locations') }}
where customer_id in (
    select customer_id from {{ ref('stg_app_database__devices') }} where device_status <> 'online'
)
group by customer_id
