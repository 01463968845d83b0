-- One row per product of the shop, with today's price and stock.
with

products as (

    select * from {{ source('crm', 'products') }}
    {{ dedupe('id', 'updated_at desc, _synced_at') }}

),

-- A tenant that was set up to try the system holds no business.
business_organizations as (

    select id from {{ source('crm', 'organizations') }}
    where not is_test

),

final as (

    select
        id as product_id,
        organization_id,
        trim(name) as product_name,
        upper(trim(sku)) as sku,
        category,
        price,
        cost,
        inventory_quantity,
        cast(round(100 * {{ safe_divide('price - cost', 'price') }}, 2) as decimal(7, 2)) as margin_percentage,
        created_at,
        updated_at

    from products
    where organization_id in (select id from business_organizations)

)

select * from final
