-- code: M-BETWEEN
-- headline: {n} {are} too high: someone counts twice.
-- feedback: Where a version ends on the last day of a month the next one begins on it, and BETWEEN takes both. See {key}. To which of
--   the two does the day belong?
select
    month_ends.date_day as month_end,
    history.plan,
    sum(history.monthly_recurring_revenue) as mrr

from {{ ref('int_calendar__date_spine') }} as month_ends
inner join {{ ref('entity_customers_history') }} as history
    on month_ends.date_day between history.valid_from and coalesce(history.valid_to, date '9999-12-31')
where month_ends.is_last_day_of_month
group by month_ends.date_day, history.plan
