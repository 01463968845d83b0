-- title: a loss, an empty cohort, one that is too young
-- relation: entity_customers_daily
-- Cohort of a year ago: one stays, one leaves in the second month, one leaves and comes back in the fifth. Cohort of eleven
-- months ago: the only one leaves. Cohorts of six to eight months ago: an MRR that differs on every day. Last month's: too young.
-- And one on trial, without a cohort.
with

months as (

    select cast(date_trunc('month', cast('{{ var("as_of_date") }}' as date)) as date) as this_month

),

spans as (

    select customer_id, cohort, first_day, last_day, mrr
    from (values
        (9001, 12, 0, 400, 100.00), (9002, 12, 0, 50, 80.00), (9003, 12, 0, 40, 60.00), (9003, 12, 140, 400, 60.00),
        (9004, 11, 3, 45, 70.00),
        (9005, 1, 2, 400, 50.00),
        (9006, null, 0, 20, 0.00),
        (9007, 8, 0, 400, 10.00), (9008, 7, 0, 400, 10.00), (9009, 6, 0, 400, 10.00)
    ) as given (customer_id, cohort, first_day, last_day, mrr)

),

days as (

    select
        spans.*,
        cast(unnest(range(spans.first_day, spans.last_day)) as integer) as day_number

    from spans

),

given as (

    select
        days.customer_id,
        cast(months.this_month - to_months(cast(days.cohort as integer)) as date) as cohort_month,
        days.mrr + case when days.customer_id >= 9007 then days.day_number else 0 end as mrr,
        cast(coalesce(months.this_month - to_months(cast(days.cohort as integer)), months.this_month) as date)
            + days.day_number as date_day

    from days
    cross join months

)

select daily.* replace (
    cast(given.customer_id as integer) as customer_id,
    cast(given.mrr as decimal(12, 2)) as mrr,
    given.cohort_month as cohort_month,
    given.date_day as date_day
)

from given
cross join (select * from {{ ref('entity_customers_daily') }} limit 1) as daily
where given.date_day <= cast('{{ var("as_of_date") }}' as date)
