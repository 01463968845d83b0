-- code: M-CHAINED
-- headline: NRR is twelve monthly rates, multiplied.
-- feedback: Each month has a basket of its own, with customers that the first one did not know. Which single basket does the task
--   name?
with

basket as (

    select count(*) as customers, sum(mrr) as opening_mrr
    from {{ ref('int_customers__mrr_monthly') }}
    where month = date '$month' - interval 12 month and mrr > 0

),

months as (

    select month, sum(mrr) / sum(previous_mrr) as nrr
    from {{ ref('int_customers__mrr_monthly') }}
    where month > date '$month' - interval 12 month and month <= date '$month' and previous_mrr > 0
    group by month

)

select
    basket.customers,
    basket.opening_mrr,
    (select product(nrr) from months) as nrr

from basket
