-- entity_customers_daily has one row per customer_id and date_day.
{{ rows_that_repeat(ref('entity_customers_daily'), ['customer_id', 'date_day']) }}
