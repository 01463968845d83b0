-- One row: retention of the month.
with

-- 1 the opening basket, with what each pays now
basket as (

    select
        previous_mrr,
        mrr

    from {{ ref('int_customers__mrr_monthly') }}
    where month = date '$month'
        and previous_mrr > 0

)

-- 2 sums over the basket, divided
select
    sum(mrr) / sum(previous_mrr) as nrr,
    sum(least(previous_mrr, mrr)) / sum(previous_mrr) as grr,
    count(*) filter (where mrr = 0) / count(*) as logo_churn

from basket
