-- code: M-INNERLOSS
-- headline: {n} {are} missing: orders without a version were dropped.
-- feedback: An order that was placed before the first version of its account has no partner. An inner join drops it, and so does a
--   left join with the condition in where. What keeps it?
select
    dim_accounts_history.revenue_segment,
    count(*) as order_count,
    sum(fact_orders.revenue_amount) as revenue

from {{ ref('fact_orders') }} as fact_orders
inner join {{ ref('dim_accounts_history') }} as dim_accounts_history
    on fact_orders.account_id = dim_accounts_history.account_id
    and dim_accounts_history.valid_from <= fact_orders.ordered_at
    and (fact_orders.ordered_at < dim_accounts_history.valid_to or dim_accounts_history.valid_to is null)
group by dim_accounts_history.revenue_segment
