-- One row per order line, with its order, account and product joined: the one big table. What
-- belongs to the order repeats on each of its lines.
{{ config(materialized='view') }}

with

order_items as (

    select * from {{ ref('fact_order_items') }}

),

orders as (

    select * from {{ ref('fact_orders') }}

),

accounts as (

    select * from {{ ref('dim_accounts') }}

),

products as (

    select * from {{ ref('dim_products') }}

),

final as (

    select
        order_items.order_item_id,
        order_items.order_id,
        order_items.account_id,
        accounts.account_name,
        accounts.industry,
        accounts.revenue_segment,
        accounts.account_owner as deal_owner,
        products.product_name,
        products.category,
        orders.order_state,
        order_items.quantity,
        order_items.line_amount,
        orders.order_total,
        orders.ordered_at

    from order_items
    inner join orders on order_items.order_id = orders.order_id
    left join accounts on order_items.account_id = accounts.account_id
    left join products on order_items.product_id = products.product_id

)

select * from final
