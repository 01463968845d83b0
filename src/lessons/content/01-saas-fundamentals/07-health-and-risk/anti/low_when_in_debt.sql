-- code: M-LITERAL
-- headline: Still not caught: {n}. The first: {first}.
-- feedback: A fixed bound for debtors says something about these customers, not about the rule. Compare each debtor with itself: what
--   would it score without the debt?
select customer_id, customer_health_score
from {{ ref('entity_customers') }}
where customer_health_score is null
    or customer_health_score not between 0 and 1
    or (is_delinquent and customer_health_score > 0.9)
