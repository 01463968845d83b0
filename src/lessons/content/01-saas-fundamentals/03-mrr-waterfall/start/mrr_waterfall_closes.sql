-- Returns the months in which the waterfall does not close.
-- So far it looks at the last month only.
select
    month,
    opening_mrr,
    closing_mrr,
    sum(mrr) as moved

from {{ ref('finance_mrr_movements') }}
where month = (select max(month) from {{ ref('finance_mrr_movements') }})
group by month, opening_mrr, closing_mrr
having abs(opening_mrr + sum(mrr) - closing_mrr) > 0.005
