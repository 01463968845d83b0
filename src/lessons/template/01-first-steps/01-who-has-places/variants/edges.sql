-- title: three customers of one name, of whom one has two places and one has none
-- relation: stg_app_database__accounts
select * replace ('Lantern Bar' as account_name)
from {{ ref('stg_app_database__accounts') }}
order by customer_id
limit 3
-- relation: stg_app_database__locations
select * replace (
    (
        select customer_id from {{ ref('stg_app_database__accounts') }}
        order by customer_id
        limit 1 offset 1
    ) as customer_id
)
from (from {{ ref('stg_app_database__locations') }} order by location_id limit 2)
union all
select * replace ((select min(customer_id) from {{ ref('stg_app_database__accounts') }}) as customer_id)
from (from {{ ref('stg_app_database__locations') }} order by location_id limit 1)
