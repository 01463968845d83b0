select
    date_day as month_end,
    -- 2 add up, and count those who pay
    sum(mrr) as mrr,
    count(*) filter (where mrr > 0) as paying_customers

from {{ ref('entity_customers_daily') }}
-- 1 one day of each month
where date_day = last_day(date_day)
group by date_day
