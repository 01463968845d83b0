select * from {{ ref('labelled') }} join {{ ref('customers_history') }} using (id)
