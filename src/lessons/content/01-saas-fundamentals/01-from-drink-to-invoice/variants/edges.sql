-- title: no device at all, several of both, and some of each
-- relation: stg_app_database__locations
-- 9001: a tap online. 9002: no device at all. 9003: two locations and three dark devices. 9004: one device online, one dark.
select model.* replace (given.location_id as location_id, given.customer_id as customer_id)
from (
    values (1, 9001), (2, 9002), (3, 9003), (4, 9003), (5, 9004), (6, 9004)
) as given (location_id, customer_id)
cross join (select * from {{ ref('stg_app_database__locations') }} order by location_id limit 1) as model
-- relation: stg_app_database__devices
select model.* replace (
    given.device_id as device_id,
    given.location_id as location_id,
    given.customer_id as customer_id,
    given.device_status as device_status
)
from (
    values
        (1, 1, 9001, 'online'),
        (2, 3, 9003, 'offline'),
        (3, 4, 9003, 'retired'),
        (4, 4, 9003, 'maintenance'),
        (5, 5, 9004, 'online'),
        (6, 6, 9004, 'offline')
) as given (device_id, location_id, customer_id, device_status)
cross join (select * from {{ ref('stg_app_database__devices') }} order by device_id limit 1) as model
