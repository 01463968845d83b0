-- title: a quiet place stands there twice
-- hint: It poured nothing, so no sum changes. Which test says that a key appears once?
-- relation: int_locations__operational_metrics
select * from {{ ref('int_locations__operational_metrics') }}
union all
select * replace (cast(0 as bigint) as pours_30d) from {{ ref('int_locations__operational_metrics') }}
where location_id = (select max(location_id) from {{ ref('int_locations__operational_metrics') }})
