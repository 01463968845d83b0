-- One row per cohort and age in months: what is left of the revenue and the customers that a
-- month brought. Retention is measured from the opening basket to the month, not chained.
{{ config(tags=['pattern:window']) }}

with

mrr_monthly as (

    select * from {{ ref('int_customers__mrr_monthly') }}

),

-- A customer belongs to the first month that it closed with MRR, and stays in it.
with_opening as (

    select
        *,
        min(month) over by_customer as cohort_month,
        first_value(mrr) over by_customer as customer_opening_mrr

    from mrr_monthly
    window by_customer as (
        partition by customer_id order by month
        rows between unbounded preceding and unbounded following
    )

),

per_age as (

    select
        date_diff('month', cohort_month, month) as month_number,
        count(*) as cohort_customers,
        count(*) filter (where is_paying) as customers,
        sum(customer_opening_mrr) as opening_mrr,
        sum(mrr) as mrr,
        sum(least(mrr, customer_opening_mrr)) as kept_mrr,
        cohort_month,
        month

    from with_opening
    group by cohort_month, month

),

final as (

    select
        cast(month_number as integer) as month_number,
        cohort_customers,
        customers,
        cast(opening_mrr as decimal(14, 2)) as opening_mrr,
        cast(mrr as decimal(14, 2)) as mrr,
        cast({{ safe_divide('mrr', 'opening_mrr') }} as decimal(9, 6)) as nrr,
        cast({{ safe_divide('kept_mrr', 'opening_mrr') }} as decimal(9, 6)) as grr,
        cast({{ safe_divide('customers', 'cohort_customers') }} as decimal(9, 6)) as logo_retention,
        dense_rank() over (
            partition by month_number order by {{ safe_divide('mrr', 'opening_mrr') }} desc
        ) as nrr_rank,
        cohort_month,
        month

    from per_age

)

select * from final
order by cohort_month, month_number
