-- code: M-DENOM
-- headline: {n} {are} too young to have an answer.
-- feedback: {key} shows 0 as if everyone had left, but its third month end has not come yet. What stands for “not known yet”?
select
    cohort_month,
    count(*) filter (where date_day = last_day(cohort_month)) as customers_0m,
    coalesce(sum(mrr) filter (where date_day = last_day(cohort_month)), 0) as mrr_0m,
    count(*) filter (where date_day = last_day(cohort_month + interval 3 month)) as customers_3m,
    coalesce(sum(mrr) filter (where date_day = last_day(cohort_month + interval 3 month)), 0) as mrr_3m

from {{ ref('entity_customers_daily') }}
where cohort_month is not null
group by cohort_month
