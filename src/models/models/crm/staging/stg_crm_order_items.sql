-- One row per order line: one product of an order. line_amount is after discount; what came
-- back is not taken off it.
with

order_items as (

    select * from {{ source('crm', 'order_items') }}
    {{ dedupe('id') }}

),

final as (

    select
        id as order_item_id,
        order_id,
        product_id,
        quantity,
        unit_price,
        discount_pct,
        returned_qty as returned_quantity,
        cast(round(quantity * unit_price * (100 - discount_pct) / 100, 2) as decimal(12, 2)) as line_amount

    from order_items

)

select * from final
