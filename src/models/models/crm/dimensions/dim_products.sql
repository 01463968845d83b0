-- One row per product of the shop, with today's price, cost and stock (Type 1).
with

products as (

    select * from {{ ref('stg_crm_products') }}

),

final as (

    select
        product_id,
        product_name,
        sku,
        category,
        case
            when inventory_quantity <= 0 then 'Out of Stock'
            else {{ band('inventory_quantity', var('crm_inventory_bands'), 'Low') }}
        end as inventory_status,
        {{ band('price', var('crm_price_tiers'), 'Budget') }} as price_tier,
        price,
        cost,
        price - cost as profit_per_unit,
        margin_percentage,
        inventory_quantity,
        created_at,
        updated_at

    from products

)

select * from final
