-- code: M-ADDITIVE
-- headline: {n} {are} a sum over all days of the month.
-- feedback: MRR is a balance. At {key} every customer's MRR is added once for each day, about thirty times. On which single day is it read?
select
    last_day(date_day) as month_end,
    sum(mrr) as mrr,
    count(distinct customer_id) filter (where mrr > 0) as paying_customers

from {{ ref('entity_customers_daily') }}
group by last_day(date_day)
having max(date_day) = last_day(max(date_day))
