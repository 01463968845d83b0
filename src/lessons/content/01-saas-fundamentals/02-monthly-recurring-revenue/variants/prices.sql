-- title: other counts, a count of zero and an interval that nobody knows
-- relation: stg_stripe__prices
select model.* replace (
    given.price_id as stripe_price_id,
    cast(given.unit_amount as decimal(12, 2)) as unit_amount,
    given.recurring_interval as recurring_interval,
    cast(given.recurring_interval_count as smallint) as recurring_interval_count
)
from (
    values
        ('every 6 months', 660.00, 'month', 6),
        ('every 4 weeks', 120.00, 'week', 4),
        ('by the week', 30.00, 'week', 1),
        ('every 10 days', 10.00, 'day', 10),
        ('by the fortnight', 50.00, 'fortnight', 1),
        ('a count of zero', 99.00, 'month', 0),
        ('no count', 99.00, 'month', null)
) as given (price_id, unit_amount, recurring_interval, recurring_interval_count)
cross join (select * from {{ ref('stg_stripe__prices') }} order by stripe_price_id limit 1) as model
