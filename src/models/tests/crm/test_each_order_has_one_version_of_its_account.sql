-- Joined by account and day, every order meets exactly one version of its account: none is lost, none counted twice.
select
    orders.order_id,
    count(accounts.account_history_id) as versions

from {{ ref('fact_orders') }} as orders
left join {{ ref('dim_accounts_history') }} as accounts
    on orders.account_id = accounts.account_id
    and accounts.valid_from <= cast(orders.ordered_at as date)
    and (cast(orders.ordered_at as date) < accounts.valid_to or accounts.valid_to is null)
group by orders.order_id
having versions <> 1
