-- Conversions that have no journey.
select conversion_id
from {{ ref('int_marketing__conversions') }}
where false
