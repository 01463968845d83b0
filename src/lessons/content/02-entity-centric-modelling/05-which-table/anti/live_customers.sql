-- code: M-COUNTROWS
-- headline: {n}: customers are counted who pay nothing.
-- feedback: At {key} the table also has customers on trial, whose MRR is 0. Whom does the task call paying?
select
    date_day as month_end,
    sum(mrr) as mrr,
    count(*) as paying_customers

from {{ ref('entity_customers_daily') }}
where date_day = last_day(date_day)
group by date_day
