select customer_id, account_name
from {{ ref('stg_app_database__accounts') }}
