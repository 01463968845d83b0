-- There is a row for each user who is not deleted and each active product of tier 2, and no
-- other: features are no products.
with

expected as (

    select
        (select count(*) from {{ ref('silver_user_current_state') }} where platform_state <> 'deleted')
        * (
            select count(*) from {{ ref('bronze_product_catalog') }}
            where tier = 2
                and is_active
        ) as expected_rows

),

actual as (

    select count(*) as actual_rows from {{ ref('silver_user_product_states') }}

)

select *
from expected
cross join actual
where expected.expected_rows <> actual.actual_rows
