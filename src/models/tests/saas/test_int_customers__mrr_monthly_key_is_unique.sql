-- int_customers__mrr_monthly has one row per customer_id and month.
{{ rows_that_repeat(ref('int_customers__mrr_monthly'), ['customer_id', 'month']) }}
