-- executive_customer_health_kpis has one row per as_of_date and customer_tier.
{{ rows_that_repeat(ref('executive_customer_health_kpis'), ['as_of_date', 'customer_tier']) }}
