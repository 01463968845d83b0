with recursive numbers(n) as (select 1 union all select n + 1 from numbers where n < 3)
select cleaned.id, cleaned.doubled, numbers.n, base.amount
from {{ ref('cleaned') }} as cleaned
join {{ ref('base') }} as base using (id)
cross join numbers
