-- title: a customer who was gone for a while
-- relation: entity_customers_history
select template.* replace (
    given.customer_id as customer_id,
    md5(given.customer_id || given.valid_from) as customer_history_id,
    cast(given.valid_from as date) as valid_from,
    cast(given.valid_to as date) as valid_to,
    given.valid_to is null as is_current
)
from (values
    (9001, '2025-01-01', '2025-02-01'), (9001, '2025-02-01', '2025-03-01'), (9001, '2025-06-01', null),
    (9002, '2025-01-01', '2025-01-02')
) as given (customer_id, valid_from, valid_to)
cross join (select * from {{ ref('entity_customers_history') }} limit 1) as template
