-- title: the first month is missing
-- hint: What does the very first month open with?
-- relation: finance_mrr_movements
select
    given.movement_type,
    cast(given.mrr as decimal(14, 2)) as mrr,
    cast(case when given.mrr = 0 then 0 else 1 end as bigint) as customers,
    cast(given.opening_mrr as decimal(14, 2)) as opening_mrr,
    cast(given.closing_mrr as decimal(14, 2)) as closing_mrr,
    cast(date '2030-01-01' + given.months * interval 1 month as date) as month
from (
    values
        (1, 'churn', 0.00, 500.10, 850.05),
        (1, 'contraction', 0.00, 500.10, 850.05),
        (1, 'expansion', 99.95, 500.10, 850.05),
        (1, 'new', 250.00, 500.10, 850.05),
        (1, 'reactivation', 0.00, 500.10, 850.05),
        (2, 'churn', -150.00, 850.05, 730.05),
        (2, 'contraction', -60.00, 850.05, 730.05),
        (2, 'expansion', 0.00, 850.05, 730.05),
        (2, 'new', 90.00, 850.05, 730.05),
        (2, 'reactivation', 0.00, 850.05, 730.05),
        (3, 'churn', 0.00, 730.05, 830.05),
        (3, 'contraction', 0.00, 730.05, 830.05),
        (3, 'expansion', 10.00, 730.05, 830.05),
        (3, 'new', 0.00, 730.05, 830.05),
        (3, 'reactivation', 90.00, 730.05, 830.05),
        (4, 'churn', 0.00, 830.05, 830.05),
        (4, 'contraction', 0.00, 830.05, 830.05),
        (4, 'expansion', 0.00, 830.05, 830.05),
        (4, 'new', 0.00, 830.05, 830.05),
        (4, 'reactivation', 0.00, 830.05, 830.05)
) as given (months, movement_type, mrr, opening_mrr, closing_mrr)
