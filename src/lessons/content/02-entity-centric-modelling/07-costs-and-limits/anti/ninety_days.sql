-- code: M-CALENDAR
-- headline: {n} {are} read 90 days later.
-- feedback: Three months are not always 90 days: for {key} that is another day than the month end. How do you get from one month end to the third after it?
select
    cohort_month,
    count(*) filter (where date_day = last_day(cohort_month)) as customers_0m,
    coalesce(sum(mrr) filter (where date_day = last_day(cohort_month)), 0) as mrr_0m,
    case
        when last_day(cohort_month + interval 3 month) <= {{ as_of_date() }}
            then count(*) filter (where date_day = last_day(cohort_month) + 90)
    end as customers_3m,
    case
        when last_day(cohort_month + interval 3 month) <= {{ as_of_date() }}
            then coalesce(sum(mrr) filter (where date_day = last_day(cohort_month) + 90), 0)
    end as mrr_3m

from {{ ref('entity_customers_daily') }}
where cohort_month is not null
group by cohort_month
