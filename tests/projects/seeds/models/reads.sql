select * from {{ ref('elsewhere') }}
