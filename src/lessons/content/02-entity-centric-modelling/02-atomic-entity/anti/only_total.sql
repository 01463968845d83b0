-- code: M-SUMONLY
-- headline: {n} live, the first: {first}.
-- feedback: One total against another hides what cancels out, and whoever adds nothing to it. What is the grain on which the two tables can be compared?
select 1 as differs
where (select sum(monthly_recurring_revenue) from {{ ref('entity_customers') }})
    <> (select sum(monthly_recurring_revenue) from {{ ref('int_customers__core') }})
