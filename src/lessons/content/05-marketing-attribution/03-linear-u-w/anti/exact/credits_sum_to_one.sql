-- code: M-FLOAT
-- headline: The first test objects to sound data.
-- feedback: Three rounded thirds are not exactly 1. How far off may a sum be before it is wrong?
select model, conversion_id, sum(credit) as credit
from {{ ref('int_campaigns__attribution') }}
group by model, conversion_id
having sum(credit) <> 1
