-- code: M-SURVIVOR
-- headline: {n} {are} missing or wrong: today's plans were taken for the past.
-- feedback: Only current versions are joined, so a customer who left a plan never had it. Look at {key}. Which versions were in
--   force at that month end?
select
    month_ends.date_day as month_end,
    history.plan,
    sum(history.monthly_recurring_revenue) as mrr

from {{ ref('int_calendar__date_spine') }} as month_ends
inner join {{ ref('entity_customers_history') }} as history
    on history.valid_from <= month_ends.date_day and history.is_current
where month_ends.is_last_day_of_month
group by month_ends.date_day, history.plan
