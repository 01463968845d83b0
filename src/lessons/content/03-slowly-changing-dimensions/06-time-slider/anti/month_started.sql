-- code: M-EVENTS
-- headline: {n} {are} missing or wrong: only what changed in the month counts.
-- feedback: A customer who did not change in a month has no version that begins in it, and yet it pays. Which of its versions was in
--   force at the end of that month?
select
    month_ends.date_day as month_end,
    history.plan,
    sum(history.monthly_recurring_revenue) as mrr

from {{ ref('int_calendar__date_spine') }} as month_ends
inner join {{ ref('entity_customers_history') }} as history
    on last_day(history.valid_from) = month_ends.date_day
where month_ends.is_last_day_of_month
group by month_ends.date_day, history.plan
