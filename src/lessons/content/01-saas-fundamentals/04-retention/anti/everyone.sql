-- code: M-DENOM
-- headline: Logo churn is too low.
-- feedback: You divided by every customer that ever paid, and who paid nothing when the month began cannot leave in it. Who can?
select
    sum(mrr) filter (where previous_mrr > 0) / sum(previous_mrr) as nrr,
    sum(least(previous_mrr, mrr)) / sum(previous_mrr) as grr,
    count(*) filter (where previous_mrr > 0 and mrr = 0) / count(*) as logo_churn

from {{ ref('int_customers__mrr_monthly') }}
where month = date '$month'
