-- title: two versions of a customer overlap
-- hint: It is the other history that is broken. Is the test put on it?
-- relation: entity_customers_history
select * replace (
    case
        when valid_to is not null
            and customer_id = (
                select min(customer_id) from {{ ref('entity_customers_history') }} where valid_to is not null
            )
            then valid_to + 1
        else valid_to
    end as valid_to
)
from {{ ref('entity_customers_history') }}
