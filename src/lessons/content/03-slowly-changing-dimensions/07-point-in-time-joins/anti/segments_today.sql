-- code: M-SURVIVOR
-- headline: {n} {are} split by what accounts are today.
-- feedback: The total is right, and that hides it: orders of accounts that have grown since stand in the segment of today. Which
--   version was open at ordered_at?
select
    dim_accounts_history.revenue_segment,
    count(*) as order_count,
    sum(fact_orders.revenue_amount) as revenue

from {{ ref('fact_orders') }} as fact_orders
left join {{ ref('dim_accounts_history') }} as dim_accounts_history
    on fact_orders.account_id = dim_accounts_history.account_id
    and dim_accounts_history.is_current
group by dim_accounts_history.revenue_segment
