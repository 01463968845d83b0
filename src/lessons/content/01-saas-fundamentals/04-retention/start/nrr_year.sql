-- One row: net retention of the year that ends with the month.
-- So far it is the retention of the last month alone.
select
    count(*) as customers,
    sum(previous_mrr) as opening_mrr,
    sum(mrr) / sum(previous_mrr) as nrr

from {{ ref('int_customers__mrr_monthly') }}
where month = date '$month'
    and previous_mrr > 0
