-- code: M-DISTINCTMONTH
-- headline: {n}: whoever paid on any day of the month is counted.
-- feedback: In the month of {key} somebody paid and left before its end. Who pays on the last day?
with

payers as (

    select
        last_day(date_day) as month_end,
        count(distinct customer_id) filter (where mrr > 0) as paying_customers,
        sum(mrr) filter (where date_day = last_day(date_day)) as mrr

    from {{ ref('entity_customers_daily') }}
    group by last_day(date_day)

)

select month_end, mrr, paying_customers
from payers
where mrr is not null
