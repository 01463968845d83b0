select
    cohort_month,
    -- 2 the month end of the cohort itself
    count(*) filter (where date_day = last_day(cohort_month)) as customers_0m,
    coalesce(sum(mrr) filter (where date_day = last_day(cohort_month)), 0) as mrr_0m,
    -- 3 three month ends later; NULL while that day has not come
    case
        when last_day(cohort_month + interval 3 month) <= {{ as_of_date() }}
            then count(*) filter (where date_day = last_day(cohort_month + interval 3 month))
    end as customers_3m,
    case
        when last_day(cohort_month + interval 3 month) <= {{ as_of_date() }}
            then coalesce(sum(mrr) filter (where date_day = last_day(cohort_month + interval 3 month)), 0)
    end as mrr_3m

from {{ ref('entity_customers_daily') }}
-- 1 who has begun to pay
where cohort_month is not null
group by cohort_month
