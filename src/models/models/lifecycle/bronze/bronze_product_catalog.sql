-- One row per product, feature or sub-feature; the three families are no rows.
with

product_catalog as (

    select * from {{ ref('seed_product_catalog') }}

),

final as (

    select
        product_id,
        product_name,
        product_family_id,
        tier,
        parent_product_id,
        is_active,
        created_at

    from product_catalog

)

select * from final
