-- title: customers without MRR are lost
-- hint: Whoever is not in the table has no row that a test could look at. Which table still has one?
-- relation: entity_customers
select * from {{ ref('entity_customers') }} where monthly_recurring_revenue > 0
