select id, '{{ this }}' as me from {{ ref('a') }}
