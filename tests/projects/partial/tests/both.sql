select 1 from {{ ref('ok') }}, {{ ref('broken') }}
