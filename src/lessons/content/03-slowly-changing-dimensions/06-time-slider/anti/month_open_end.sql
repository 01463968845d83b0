-- code: M-OPENEND
-- headline: {n} {are} missing or too low: versions in force were dropped.
-- feedback: The nearer a month end is to today, the more of its customers are in their last version, which has no valid_to. What
--   becomes of a comparison with NULL?
select
    month_ends.date_day as month_end,
    history.plan,
    sum(history.monthly_recurring_revenue) as mrr

from {{ ref('int_calendar__date_spine') }} as month_ends
inner join {{ ref('entity_customers_history') }} as history
    on history.valid_from <= month_ends.date_day and month_ends.date_day < history.valid_to
where month_ends.is_last_day_of_month
group by month_ends.date_day, history.plan
