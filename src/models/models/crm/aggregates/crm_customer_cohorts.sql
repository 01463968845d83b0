-- One row per month of first order: how many accounts began to buy then, and what they bought in
-- the months after. A month that is not over on as_of_date is NULL.
{{ config(tags=['pattern:pivot']) }}

with

orders as (

    select
        orders.account_id,
        orders.month,
        orders.revenue_amount

    from {{ ref('fact_orders') }} as orders
    semi join {{ ref('dim_accounts') }} as accounts on orders.account_id = accounts.account_id
    where orders.order_state not in ('Cancelled', 'Returned')

),

first_orders as (

    select
        account_id,
        min(month) as cohort_month

    from orders
    group by account_id

),

cohort_sizes as (

    select
        cohort_month,
        count(*) as accounts

    from first_orders
    group by cohort_month

),

revenue_by_age as (

    select
        first_orders.cohort_month,
        date_diff('month', first_orders.cohort_month, orders.month) as months_since,
        sum(orders.revenue_amount) as revenue

    from orders
    inner join first_orders on orders.account_id = first_orders.account_id
    group by first_orders.cohort_month, months_since

),

final as (

    select
        cohort_sizes.accounts,
        {%- for age in [0, 1, 2, 3, 6, 12] %}
        case when last_day(cast(cohort_sizes.cohort_month + interval {{ age }} month as date)) <= {{ as_of_date() }}
            then cast(coalesce(sum(revenue_by_age.revenue) filter (where revenue_by_age.months_since = {{ age }}), 0)
                as decimal(14, 2))
        end as m{{ age }}_revenue,
        {%- endfor %}
        cohort_sizes.cohort_month

    from cohort_sizes
    left join revenue_by_age on cohort_sizes.cohort_month = revenue_by_age.cohort_month
    group by cohort_sizes.cohort_month, cohort_sizes.accounts

)

select * from final
