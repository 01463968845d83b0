-- code: M-OPENEND
-- headline: {n} {are} wrong: versions that are still in force match nothing.
-- feedback: Accounts that have not changed since the order have no valid_to, so their orders find no version and end up without a
--   segment. What becomes of a comparison with NULL?
select
    dim_accounts_history.revenue_segment,
    count(*) as order_count,
    sum(fact_orders.revenue_amount) as revenue

from {{ ref('fact_orders') }} as fact_orders
left join {{ ref('dim_accounts_history') }} as dim_accounts_history
    on fact_orders.account_id = dim_accounts_history.account_id
    and dim_accounts_history.valid_from <= fact_orders.ordered_at
    and fact_orders.ordered_at < dim_accounts_history.valid_to
group by dim_accounts_history.revenue_segment
