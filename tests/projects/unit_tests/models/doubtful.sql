select id, length(email) as size from {{ ref('users') }}
