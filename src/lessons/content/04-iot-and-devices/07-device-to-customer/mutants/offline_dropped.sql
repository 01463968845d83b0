-- title: places with a device that was down are left at zero
-- hint: The place is there, its pours are not. What did its devices pour?
-- relation: int_locations__operational_metrics
select * replace (case when uptime_ratio_30d < 1 then 0 else pours_30d end as pours_30d)
from {{ ref('int_locations__operational_metrics') }}
