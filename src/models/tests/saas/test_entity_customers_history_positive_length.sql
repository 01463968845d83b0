-- Every version is in force for at least one day, and none begins after as_of_date.
select customer_id, valid_from, valid_to
from {{ ref('entity_customers_history') }}
where valid_to <= valid_from
    or valid_from > {{ as_of_date() }}
