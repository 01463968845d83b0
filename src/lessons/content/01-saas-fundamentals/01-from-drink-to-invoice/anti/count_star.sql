-- code: M-COUNTROWS
-- headline: No customer is left.
-- feedback: After a left join even a customer without a partner has one row, so count(*) is never zero; and a condition on devices
--   in where drops the very customers that have none. What do you have to count instead, and where?
select
    places.customer_id,
    count(distinct places.location_id) as locations

from {{ ref('stg_app_database__locations') }} as places
left join {{ ref('stg_app_database__devices') }} as devices
    on places.customer_id = devices.customer_id and devices.device_status = 'online'
group by places.customer_id
having count(*) = 0
