-- title: some of the customers, in another order
-- relation: int_locations__operational_metrics
select * from {{ ref('int_locations__operational_metrics') }}
where customer_id % 3 = 0
order by hash(location_id)
-- relation: entity_devices_daily
select * from {{ ref('entity_devices_daily') }}
where customer_id % 3 = 0
