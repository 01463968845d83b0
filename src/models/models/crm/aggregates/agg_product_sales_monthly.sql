-- One row per month, shelf and product, with totals per shelf (grouping_id 1) and per month
-- (grouping_id 3). Cancelled and returned orders are left out.
{{ config(tags=['pattern:rollup']) }}

with

sold_lines as (

    select
        orders.month,
        products.category,
        order_items.product_id,
        order_items.order_id,
        order_items.quantity,
        order_items.line_amount,
        order_items.line_margin,
        order_items.returned_quantity

    from {{ ref('fact_order_items') }} as order_items
    inner join {{ ref('fact_orders') }} as orders on order_items.order_id = orders.order_id
    inner join {{ ref('dim_products') }} as products on order_items.product_id = products.product_id
    semi join {{ ref('dim_date') }} as days on orders.date_key = days.date_key
    where orders.order_state not in ('Cancelled', 'Returned')

),

summed as (

    select
        month,
        category,
        product_id,
        grouping(category, product_id) as grouping_id,
        count(distinct order_id) as orders,
        sum(quantity) as units,
        sum(line_amount) as revenue,
        sum(line_margin) as margin,
        sum(returned_quantity) as returned_units

    from sold_lines
    group by month, rollup (category, product_id)

),

final as (

    select
        case when grouping_id >= 2 then 'All shelves' else category end as category,
        case when grouping_id >= 1 then 0 else product_id end as product_id,
        cast(grouping_id as integer) as grouping_id,
        orders,
        cast(units as integer) as units,
        cast(revenue as decimal(14, 2)) as revenue,
        cast(margin as decimal(14, 2)) as margin,
        cast(returned_units as integer) as returned_units,
        month

    from summed

)

select * from final
