-- code: M-GRAIN
-- headline: The first test objects to every conversion.
-- feedback: You added up the credits of all models, and each of them gives the whole credit away. What is the grain of one credit?
select conversion_id, sum(credit) as credit
from {{ ref('int_campaigns__attribution') }}
group by conversion_id
having abs(sum(credit) - 1) > 0.000001
