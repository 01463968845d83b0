-- Every day on which a customer had a running subscription has its row, quiet days
-- included, and no other day has one. Customers that were erased have none.
with

live_days as (

    select distinct
        customer_id,
        date_day

    from {{ ref('int_subscriptions__mrr_daily') }}
    where date_day > {{ as_of_date() }} - {{ var('customers_daily_days') }}
        and customer_id in (select customer_id from {{ ref('int_customers__core') }})

),

daily as (

    select
        customer_id,
        date_day

    from {{ ref('entity_customers_daily') }}

)

select
    coalesce(live_days.customer_id, daily.customer_id) as customer_id,
    coalesce(live_days.date_day, daily.date_day) as date_day

from live_days
full outer join daily
    on live_days.customer_id = daily.customer_id
    and live_days.date_day = daily.date_day
where live_days.customer_id is null
    or daily.customer_id is null
