-- code: M-NEWIN
-- headline: NRR counts who was not in the basket.
-- feedback: The numerator holds customers that paid nothing when the month began. NRR follows the opening basket only. Which rows
--   may be summed?
select
    sum(mrr) / sum(previous_mrr) as nrr,
    sum(least(previous_mrr, mrr)) / sum(previous_mrr) as grr,
    count(*) filter (where previous_mrr > 0 and mrr = 0) / count(*) filter (where previous_mrr > 0) as logo_churn

from {{ ref('int_customers__mrr_monthly') }}
where month = date '$month'
