-- One row: retention of the month. So far everyone counts, in the basket or not.
select
    sum(mrr) / sum(previous_mrr) as nrr,
    null as grr,
    null as logo_churn

from {{ ref('int_customers__mrr_monthly') }}
where month = date '$month'
