-- code: M-PARTIAL
-- headline: {n} {are} there although the month is not over.
-- feedback: The last day in the table is not always the last of the month. At {key} the month still runs. Which day must be there for it to be over?
select
    last_day(date_day) as month_end,
    sum(mrr) as mrr,
    count(*) filter (where mrr > 0) as paying_customers

from (
    select *
    from {{ ref('entity_customers_daily') }}
    qualify date_day = max(date_day) over (partition by date_trunc('month', date_day))
) as last_days
group by last_day(date_day)
