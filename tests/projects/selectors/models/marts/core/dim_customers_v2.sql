select id, name, 2 as one from {{ ref('stg_customers') }}
