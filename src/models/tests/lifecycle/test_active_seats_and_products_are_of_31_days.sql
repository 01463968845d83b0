-- On the last day of each month the active seats of an account are its users with an event on
-- that day or within lifecycle_active_days before, and its products those that they touched.
with

month_ends as (

    select account_id, date_day, active_seats, products_active
    from {{ ref('silver_account_state_history') }}
    where day(date_day + 1) = 1

),

activity as (

    select account_id, user_id, event_date, unnest(list_prepend(null, product_ids)) as product_id
    from {{ ref('silver_daily_user_activity') }}

),

counted as (

    select
        month_ends.account_id,
        month_ends.date_day,
        month_ends.active_seats,
        month_ends.products_active,
        count(distinct activity.user_id) as users,
        count(distinct products.product_id) as products

    from month_ends
    left join activity
        on month_ends.account_id = activity.account_id
        and activity.event_date between month_ends.date_day - {{ var('lifecycle_active_days') }} and month_ends.date_day
    left join {{ ref('bronze_product_catalog') }} as products
        on activity.product_id = products.product_id
        and products.tier = 2
    group by month_ends.account_id, month_ends.date_day, month_ends.active_seats, month_ends.products_active

)

select * from counted
where active_seats <> users
    or products_active <> products
