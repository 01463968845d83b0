-- MRR by plan on $day.
-- So far every version counts, the old ones too. Which one was true on the day?
select
    plan,
    sum(monthly_recurring_revenue) as mrr

from {{ ref('entity_customers_history') }}
group by plan
