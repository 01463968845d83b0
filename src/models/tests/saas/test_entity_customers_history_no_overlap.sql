-- No two versions of a customer are in force on the same day.
select
    earlier.customer_id,
    earlier.valid_from,
    earlier.valid_to,
    later.valid_from as next_valid_from

from {{ ref('entity_customers_history') }} as earlier
inner join {{ ref('entity_customers_history') }} as later
    on earlier.customer_id = later.customer_id
    and earlier.valid_from < later.valid_from
    and (earlier.valid_to is null or later.valid_from < earlier.valid_to)
