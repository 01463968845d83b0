-- code: M-FIRSTDAY
-- headline: {n} {are} read on the first day of the month.
-- feedback: At {key} you show the first day of the month under the name of its last. Which of its days does the task ask for?
select
    last_day(date_day) as month_end,
    sum(mrr) as mrr,
    count(*) filter (where mrr > 0) as paying_customers

from {{ ref('entity_customers_daily') }}
where date_day = date_trunc('month', date_day)
group by last_day(date_day)
