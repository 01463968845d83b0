select * from {{ source('app', 'clicks') }}
