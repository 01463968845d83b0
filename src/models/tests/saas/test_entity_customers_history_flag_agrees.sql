-- is_current says the same as an open end.
select customer_id, valid_from, valid_to, is_current
from {{ ref('entity_customers_history') }}
where is_current <> (valid_to is null)
