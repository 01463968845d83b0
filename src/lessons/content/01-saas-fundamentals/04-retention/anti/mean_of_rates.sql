-- code: M-AVGAVG
-- headline: NRR and GRR are means of each customer's own rate.
-- feedback: A bar with one tap counts as much as a chain of hotels. Sum numerators and denominators first. When is the division?
select
    avg(mrr / nullif(previous_mrr, 0)) as nrr,
    avg(least(previous_mrr, mrr) / nullif(previous_mrr, 0)) as grr,
    count(*) filter (where previous_mrr > 0 and mrr = 0) / count(*) filter (where previous_mrr > 0) as logo_churn

from {{ ref('int_customers__mrr_monthly') }}
where month = date '$month'
