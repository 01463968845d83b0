-- One row per order line: one product of an order, with its amount and margin.
{{ config(indexes=[{'columns': ['order_id']}, {'columns': ['product_id']}]) }}

with

order_items as (

    select * from {{ ref('stg_crm_order_items') }}

),

orders as (

    select * from {{ ref('stg_crm_orders') }}

),

products as (

    select * from {{ ref('stg_crm_products') }}

),

final as (

    select
        order_items.order_item_id,
        order_items.order_id,
        orders.account_id,
        order_items.product_id,
        {{ date_key('orders.ordered_at') }} as date_key,
        order_items.quantity,
        order_items.unit_price,
        order_items.discount_pct,
        order_items.line_amount,
        cast(order_items.line_amount - order_items.quantity * products.cost as decimal(12, 2)) as line_margin,
        order_items.returned_quantity

    from order_items
    inner join orders on order_items.order_id = orders.order_id
    left join products on order_items.product_id = products.product_id

)

select * from final
