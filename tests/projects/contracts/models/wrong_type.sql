select id, name from {{ ref('src') }}
