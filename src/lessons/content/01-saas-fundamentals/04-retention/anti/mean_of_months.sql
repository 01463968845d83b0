-- code: M-AVGAVG
-- headline: NRR is the mean of twelve monthly rates.
-- feedback: A mean of months says how a usual month was, not what is left after a year. Which two months does the task compare?
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
    (select avg(nrr) from months) as nrr

from basket
