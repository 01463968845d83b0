-- code: M-CREDIT
-- headline: {n} live; the first is: {first}.
-- feedback: A sum can be wrong on either side. Yours notices too much credit. Who notices too little?
select model, conversion_id, sum(credit) as credit
from {{ ref('int_campaigns__attribution') }}
group by model, conversion_id
having sum(credit) > 1.000001
