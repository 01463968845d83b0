select id, name, {{ helper.helper_one() }} as one from {{ ref('stg_customers') }}
