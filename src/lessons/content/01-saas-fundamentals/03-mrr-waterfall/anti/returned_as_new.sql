-- code: M-REACTIVATION
-- headline: Who came back is counted as new as well.
-- feedback: Some of the customers with nothing the month before had paid earlier. They are in new and in reactivation, so the month
--   does not close. What tells the two apart?
select
    coalesce(sum(previous_mrr), 0) as opening_mrr,
    -- 1 what came
    coalesce(sum(mrr) filter (where previous_mrr = 0), 0) as new_mrr,
    coalesce(sum(mrr) filter (where previous_mrr = 0 and ever_paid_before), 0) as reactivation_mrr,
    coalesce(sum(mrr - previous_mrr) filter (where previous_mrr > 0 and mrr > previous_mrr), 0) as expansion_mrr,
    -- 2 what went
    coalesce(sum(previous_mrr - mrr) filter (where mrr > 0 and mrr < previous_mrr), 0) as contraction_mrr,
    coalesce(sum(previous_mrr) filter (where previous_mrr > 0 and mrr = 0), 0) as churn_mrr,
    coalesce(sum(mrr), 0) as closing_mrr

from {{ ref('int_customers__mrr_monthly') }}
where month = date '$month'
