-- int_customers__activity_daily has one row per customer_id and date_day.
{{ rows_that_repeat(ref('int_customers__activity_daily'), ['customer_id', 'date_day']) }}
