-- One row for each cohort. So far: its first month end.
select
    cohort_month,
    count(*) as customers_0m,
    sum(mrr) as mrr_0m

from {{ ref('entity_customers_daily') }}
where date_day = last_day(cohort_month)
group by cohort_month
