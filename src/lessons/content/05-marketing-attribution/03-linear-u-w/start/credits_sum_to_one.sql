-- Conversions whose credits do not sum to 1, by one of the models.
select model, conversion_id, credit
from {{ ref('int_campaigns__attribution') }}
where credit > 1
