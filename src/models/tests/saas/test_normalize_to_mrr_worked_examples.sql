-- What a price is worth in a month, worked out by hand. An unknown interval and an interval
-- of length 0 give no number at all.
with

examples (amount_cents, billing_interval, interval_count, expected) as (

    values
        (12000, 'year', 1, 10.0000),
        (29900, 'month', 3, 99.6667),
        (2000, 'week', 1, 86.6667),
        (5000, 'week', 2, 108.3333),
        (100, 'day', 1, 30.4167),
        (240000, 'year', 2, 100.0000),
        (9900, 'month', 1, 99.0000),
        (9900, 'fortnight', 1, null),
        (9900, 'month', 0, null)

),

normalized as (

    select
        *,
        {{ normalize_to_mrr('amount_cents', 'billing_interval', 'interval_count') }} as actual

    from examples

)

select * from normalized
where actual is distinct from expected
