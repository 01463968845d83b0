-- code: M-FANOUT
-- headline: {n} {are} given too many locations.
-- feedback: For {key} each location meets each device, and you counted the pairs. Bring each list to one row for each customer
--   before you join. Which of your counts comes after the join?
select
    places.customer_id,
    count(*) as locations

from {{ ref('stg_app_database__locations') }} as places
left join {{ ref('stg_app_database__devices') }} as devices on places.customer_id = devices.customer_id
group by places.customer_id
having count(*) filter (where devices.device_status = 'online') = 0
