-- Conversions that have no journey.
select conversions.conversion_id
from {{ ref('int_marketing__conversions') }} as conversions
left join {{ ref('int_marketing__journeys') }} as journeys
    on conversions.conversion_id = journeys.conversion_id
where journeys.conversion_id is null
