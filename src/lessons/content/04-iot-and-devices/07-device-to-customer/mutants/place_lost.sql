-- title: the busiest place is missing
-- hint: What is missing above must be seen from below. Which side does your test start from?
-- relation: int_locations__operational_metrics
select * from {{ ref('int_locations__operational_metrics') }}
where location_id <> (select arg_max(location_id, (pours_30d, location_id)) from {{ ref('int_locations__operational_metrics') }})
