-- code: M-FANOUT
-- headline: {n} {are} too high: each order counts once for every version of its account.
-- feedback: An account with three versions brings each of its orders three times. Which one of them was open when the order was
--   placed?
select
    dim_accounts_history.revenue_segment,
    count(*) as order_count,
    sum(fact_orders.revenue_amount) as revenue
from {{ ref('fact_orders') }} as fact_orders
left join {{ ref('dim_accounts_history') }} as dim_accounts_history
    on fact_orders.account_id = dim_accounts_history.account_id
group by dim_accounts_history.revenue_segment
