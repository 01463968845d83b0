-- code: M-NULLKEY
-- headline: There is a cohort without a month.
-- feedback: Customers who have not paid yet have no cohort_month, and group by makes a group of them. Do they belong to a cohort?
select
    cohort_month,
    count(*) filter (where date_day = last_day(cohort_month)) as customers_0m,
    coalesce(sum(mrr) filter (where date_day = last_day(cohort_month)), 0) as mrr_0m,
    case
        when last_day(cohort_month + interval 3 month) <= {{ as_of_date() }}
            then count(*) filter (where date_day = last_day(cohort_month + interval 3 month))
    end as customers_3m,
    case
        when last_day(cohort_month + interval 3 month) <= {{ as_of_date() }}
            then coalesce(sum(mrr) filter (where date_day = last_day(cohort_month + interval 3 month)), 0)
    end as mrr_3m

from {{ ref('entity_customers_daily') }}
group by cohort_month
