select id, email from {{ ref('loud_users') }}
