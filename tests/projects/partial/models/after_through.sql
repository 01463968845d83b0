select * from {{ ref('through') }}
