with

month_ends as (

    select date_day
    from {{ ref('int_calendar__date_spine') }}
    where is_last_day_of_month

)

-- So far each version counts in the month in which it begins, and in no other.
select
    month_ends.date_day as month_end,
    history.plan,
    sum(history.monthly_recurring_revenue) as mrr

from month_ends
inner join {{ ref('entity_customers_history') }} as history
    on last_day(history.valid_from) = month_ends.date_day
group by month_ends.date_day, history.plan
