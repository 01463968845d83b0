-- title: a customer is missing with all its places
-- hint: Without a row above there is nothing to join. Which join keeps the row below?
-- relation: int_locations__operational_metrics
select * from {{ ref('int_locations__operational_metrics') }}
where customer_id <> (select arg_max(customer_id, (pours_30d, location_id)) from {{ ref('int_locations__operational_metrics') }})
