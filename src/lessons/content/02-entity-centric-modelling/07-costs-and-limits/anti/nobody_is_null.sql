-- code: M-NULL
-- headline: {n}: where nobody is left, the MRR is NULL.
-- feedback: In {key} everyone has left by then, and a sum over nobody is NULL. Is that the same as not known yet?
select
    cohort_month,
    count(*) filter (where date_day = last_day(cohort_month)) as customers_0m,
    sum(mrr) filter (where date_day = last_day(cohort_month)) as mrr_0m,
    case
        when last_day(cohort_month + interval 3 month) <= {{ as_of_date() }}
            then count(*) filter (where date_day = last_day(cohort_month + interval 3 month))
    end as customers_3m,
    case
        when last_day(cohort_month + interval 3 month) <= {{ as_of_date() }}
            then sum(mrr) filter (where date_day = last_day(cohort_month + interval 3 month))
    end as mrr_3m

from {{ ref('entity_customers_daily') }}
where cohort_month is not null
group by cohort_month
