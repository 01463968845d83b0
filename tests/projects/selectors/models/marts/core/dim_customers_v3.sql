select id, name, 3 as one from {{ ref('stg_customers') }}
