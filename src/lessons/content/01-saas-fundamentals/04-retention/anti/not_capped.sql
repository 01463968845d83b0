-- code: M-NOCAP
-- headline: GRR is the same as NRR.
-- feedback: Growth of some made up for the loss of others. Gross retention lets nobody count with more than before. Which function
--   takes the smaller of two?
select
    sum(mrr) filter (where previous_mrr > 0) / sum(previous_mrr) as nrr,
    sum(mrr) filter (where previous_mrr > 0) / sum(previous_mrr) as grr,
    count(*) filter (where previous_mrr > 0 and mrr = 0) / count(*) filter (where previous_mrr > 0) as logo_churn

from {{ ref('int_customers__mrr_monthly') }}
where month = date '$month'
