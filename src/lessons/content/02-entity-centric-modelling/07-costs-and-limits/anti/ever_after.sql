-- code: M-ADDITIVE
-- headline: {n} {are} counted over all days from then on.
-- feedback: Of {key} you take everyone who was live on that day or any later one, and add up the MRR of all those days. A balance is read on one day: which?
select
    cohort_month,
    count(*) filter (where date_day = last_day(cohort_month)) as customers_0m,
    coalesce(sum(mrr) filter (where date_day = last_day(cohort_month)), 0) as mrr_0m,
    case
        when last_day(cohort_month + interval 3 month) <= {{ as_of_date() }}
            then count(distinct customer_id) filter (where date_day >= last_day(cohort_month + interval 3 month))
    end as customers_3m,
    case
        when last_day(cohort_month + interval 3 month) <= {{ as_of_date() }}
            then coalesce(sum(mrr) filter (where date_day >= last_day(cohort_month + interval 3 month)), 0)
    end as mrr_3m

from {{ ref('entity_customers_daily') }}
where cohort_month is not null
group by cohort_month
