-- The lines of an order add up to its subtotal, to the cent.
with

lines as (

    select order_id, sum(line_amount) as line_amount
    from {{ ref('stg_crm_order_items') }}
    group by order_id

)

select
    orders.order_id,
    orders.subtotal,
    lines.line_amount

from {{ ref('stg_crm_orders') }} as orders
left join lines on orders.order_id = lines.order_id
where lines.line_amount is distinct from orders.subtotal
