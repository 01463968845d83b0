-- title: the table is of the day before
-- hint: Which column says of which day a row is?
-- relation: entity_customers
select * replace (as_of_date - 1 as as_of_date) from {{ ref('entity_customers') }}
