-- title: a month that still runs, a trial, and one who left
-- relation: entity_customers_daily
-- 9001 pays all the time and once changes its MRR. 9002 leaves in February. 9003 is on trial. The data end in mid-March.
with

given as (

    select customer_id, cast(unnest(generate_series(first_day, last_day, interval 1 day)) as date) as date_day, mrr
    from (values
        (9001, date '2025-01-01', date '2025-02-27', 100.00),
        (9001, date '2025-02-28', date '2025-03-15', 150.00),
        (9002, date '2025-01-10', date '2025-02-20', 50.00),
        (9003, date '2025-01-20', date '2025-03-05', 0.00)
    ) as spans (customer_id, first_day, last_day, mrr)

)

select daily.* replace (
    cast(given.customer_id as integer) as customer_id,
    cast(given.mrr as decimal(12, 2)) as mrr,
    given.date_day as date_day
)

from given
cross join (select * from {{ ref('entity_customers_daily') }} limit 1) as daily
