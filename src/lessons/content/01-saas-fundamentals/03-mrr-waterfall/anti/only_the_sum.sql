-- code: M-CHAIN
-- headline: Still not caught: {n}. The first: {first}.
-- feedback: Each month closes by itself, whatever it opened with. What must the opening of a month agree with?
select month
from {{ ref('finance_mrr_movements') }}
group by month, opening_mrr, closing_mrr
having abs(opening_mrr + sum(mrr) - closing_mrr) > 0.005
