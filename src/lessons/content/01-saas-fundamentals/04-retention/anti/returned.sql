-- code: M-REACTIVATION
-- headline: NRR counts who came back.
-- feedback: Some customers had paid before, but not at the end of the month before. They were not in the basket. Which column says
--   who was?
select
    sum(mrr) filter (where ever_paid_before) / sum(previous_mrr) as nrr,
    sum(least(previous_mrr, mrr)) / sum(previous_mrr) as grr,
    count(*) filter (where previous_mrr > 0 and mrr = 0) / count(*) filter (where previous_mrr > 0) as logo_churn

from {{ ref('int_customers__mrr_monthly') }}
where month = date '$month'
