-- code: M-BETWEEN
-- headline: {n} {are} too high: orders at the moment of a change count twice.
-- feedback: An order at the very moment at which a version ends and the next begins meets both, because BETWEEN includes its
--   upper end. To which of the two does the moment belong?
select
    dim_accounts_history.revenue_segment,
    count(*) as order_count,
    sum(fact_orders.revenue_amount) as revenue

from {{ ref('fact_orders') }} as fact_orders
left join {{ ref('dim_accounts_history') }} as dim_accounts_history
    on fact_orders.account_id = dim_accounts_history.account_id
    and fact_orders.ordered_at between dim_accounts_history.valid_from and coalesce(dim_accounts_history.valid_to, date '9999-12-31')
group by dim_accounts_history.revenue_segment
