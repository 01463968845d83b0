-- Conversions without credit, by one of the models.
select conversion_id
from {{ ref('int_marketing__conversions') }}
where false
