-- code: M-INNERLOSS
-- headline: {n} {are} lost: no device at all.
-- feedback: {key} has locations and not a single device, so the list of devices does not know it. Which join keeps a customer that
--   has no partner there?
select
    places.customer_id,
    places.locations

from (
    select customer_id, count(*) as locations
    from {{ ref('stg_app_database__locations') }}
    group by customer_id
) as places
inner join (
    select customer_id
    from {{ ref('stg_app_database__devices') }}
    group by customer_id
    having count(*) filter (where device_status = 'online') = 0
) as taps on places.customer_id = taps.customer_id
