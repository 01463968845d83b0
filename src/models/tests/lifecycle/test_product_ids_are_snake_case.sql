-- Products, features and families are named in snake_case.
select product_id, product_family_id
from {{ ref('seed_product_catalog') }}
where not {{ is_product_id('product_id') }}
    or not {{ is_product_id('product_family_id') }}
