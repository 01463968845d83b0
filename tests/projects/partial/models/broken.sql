select gone from {{ ref('ok') }}
