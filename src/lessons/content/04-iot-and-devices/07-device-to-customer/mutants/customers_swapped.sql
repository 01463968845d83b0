-- title: two places have changed their customers
-- hint: The total is right, and still two customers are wrong. At which grain do you compare?
-- relation: int_locations__operational_metrics
with

ends as (

    select
        arg_max(location_id, (pours_30d, location_id)) as busiest,
        arg_min(location_id, (pours_30d, location_id)) as quietest

    from {{ ref('int_locations__operational_metrics') }}

)

select places.* replace (
    case
        when places.location_id = ends.busiest then quietest.pours_30d
        when places.location_id = ends.quietest then busiest.pours_30d
        else places.pours_30d
    end as pours_30d
)
from {{ ref('int_locations__operational_metrics') }} as places
cross join ends
inner join {{ ref('int_locations__operational_metrics') }} as busiest on ends.busiest = busiest.location_id
inner join {{ ref('int_locations__operational_metrics') }} as quietest on ends.quietest = quietest.location_id
