select * from {{ source('app', 'ahead') }}
