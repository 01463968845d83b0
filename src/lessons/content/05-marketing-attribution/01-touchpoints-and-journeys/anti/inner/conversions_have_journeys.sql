-- code: M-INNERLOSS
-- headline: {n} lives: {first}.
-- feedback: An inner join keeps conversions that have a journey, and then none of them lacks one. Which join keeps the others?
select conversions.conversion_id
from {{ ref('int_marketing__conversions') }} as conversions
inner join {{ ref('int_marketing__journeys') }} as journeys
    on conversions.conversion_id = journeys.conversion_id
where journeys.conversion_id is null
