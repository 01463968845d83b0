-- One row for each month end. So far: every day.
select
    date_day as month_end,
    sum(mrr) as mrr

from {{ ref('entity_customers_daily') }}
group by date_day
