-- entity_customers_history has one row per customer_id and valid_from.
{{ rows_that_repeat(ref('entity_customers_history'), ['customer_id', 'valid_from']) }}
