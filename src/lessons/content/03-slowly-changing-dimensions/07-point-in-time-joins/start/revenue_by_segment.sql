-- Each order meets every version of its account. Which of them was open when it was placed?
select
    dim_accounts_history.revenue_segment,
    count(*) as order_count,
    sum(fact_orders.revenue_amount) as revenue

from {{ ref('fact_orders') }} as fact_orders
inner join {{ ref('dim_accounts_history') }} as dim_accounts_history
    on fact_orders.account_id = dim_accounts_history.account_id
group by dim_accounts_history.revenue_segment
