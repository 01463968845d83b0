-- title: a device that moved counts at its old place and at its new one
-- hint: What the busiest place poured is booked at another one as well. Which sum grows?
-- relation: int_locations__operational_metrics
select * replace (
    pours_30d + case
        when location_id = (select min(location_id) from {{ ref('int_locations__operational_metrics') }}) then (select max(pours_30d) from {{ ref('int_locations__operational_metrics') }})
        else 0
    end as pours_30d
)
from {{ ref('int_locations__operational_metrics') }}
