select
    dim_accounts_history.revenue_segment,
    count(*) as order_count,
    sum(fact_orders.revenue_amount) as revenue

-- 1 every order stays
from {{ ref('fact_orders') }} as fact_orders
left join {{ ref('dim_accounts_history') }} as dim_accounts_history
    -- 2 the same account
    on fact_orders.account_id = dim_accounts_history.account_id
    -- 3 the version that was open: begun, and not ended yet
    and dim_accounts_history.valid_from <= fact_orders.ordered_at
    and (fact_orders.ordered_at < dim_accounts_history.valid_to or dim_accounts_history.valid_to is null)
group by dim_accounts_history.revenue_segment
