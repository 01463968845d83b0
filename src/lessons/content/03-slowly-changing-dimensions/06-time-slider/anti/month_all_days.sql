-- code: M-ADDITIVE
-- headline: {n} {are} a sum over all days of the month.
-- feedback: MRR is a balance: on each day it is there in full, so thirty days of it are thirty times too much. See {key}. Which one
--   day of the month is asked for?
select
    last_day(days.date_day) as month_end,
    history.plan,
    sum(history.monthly_recurring_revenue) as mrr

from {{ ref('int_calendar__date_spine') }} as days
inner join {{ ref('entity_customers_history') }} as history
    on history.valid_from <= days.date_day
    and (days.date_day < history.valid_to or history.valid_to is null)
group by last_day(days.date_day), history.plan
