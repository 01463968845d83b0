-- title: eight customers, every bucket, and the months around
-- relation: int_customers__mrr_monthly
select
    cast(given.customer_id as integer) as customer_id,
    cast(null as varchar) as movement_type,
    cast(given.mrr as decimal(12, 2)) as mrr,
    cast(given.previous_mrr as decimal(12, 2)) as previous_mrr,
    given.ever_paid_before,
    given.mrr > 0 as is_paying,
    cast(date '$month' + given.months * interval 1 month as date) as month
from (
    values
        (1, 100, 100, true, 0),
        (2, 200, 300, true, 0),
        (3, 300, 240, true, 0),
        (4, 150, 0, true, 0),
        (5, 0, 250, false, 0),
        (6, 0, 90, true, 0),
        (7, 50, 50, true, 0),
        (8, 0, 0, true, 0),
        (1, 100, 70, true, 1),
        (2, 0, 200, false, -1)
) as given (customer_id, previous_mrr, mrr, ever_paid_before, months)
