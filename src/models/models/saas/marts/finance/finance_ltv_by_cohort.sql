-- One row per cohort and customer tier: what a customer is worth over its life, if it pays
-- and leaves as its cohort has so far, against what it cost to win. ARPA and churn are both
-- per month and over the same months.
{{ config(tags=['pattern:statistics']) }}

with

mrr_monthly as (

    select * from {{ ref('int_customers__mrr_monthly') }}

),

customers as (

    select * from {{ ref('entity_customers') }}

),

-- A customer belongs to the first month that it closed with MRR.
per_customer as (

    select
        customer_id,
        min(month) as cohort_month,
        sum(mrr) as total_mrr,
        count(*) filter (where is_paying) as paying_months,
        -- Months that began with MRR, and so could have ended without.
        count(*) filter (where previous_mrr > 0) as months_at_risk,
        count(*) filter (where movement_type = 'churn') as churns

    from mrr_monthly
    group by customer_id

),

per_cohort as (

    select
        customers.customer_tier,
        count(*) as customers,
        sum(per_customer.total_mrr) as total_mrr,
        sum(per_customer.paying_months) as paying_months,
        sum(per_customer.months_at_risk) as months_at_risk,
        sum(per_customer.churns) as churns,
        quantile_cont(per_customer.paying_months, 0.5) as median_paying_months,
        avg(customers.customer_acquisition_cost) as cac,
        per_customer.cohort_month

    from per_customer
    inner join customers on per_customer.customer_id = customers.customer_id
    group by per_customer.cohort_month, customers.customer_tier

),

rated as (

    select
        *,
        {{ safe_divide('total_mrr', 'paying_months') }} as arpa,
        {{ safe_divide('churns', 'months_at_risk') }} as monthly_logo_churn,
        {{ var('gross_margin') }} as gross_margin

    from per_cohort

),

-- Without a churn there is no lifetime to speak of: LTV is unknown, not endless.
valued as (

    select
        *,
        {{ safe_divide('arpa * gross_margin', 'monthly_logo_churn') }} as ltv

    from rated

),

final as (

    select
        customer_tier,
        customers,
        cast(arpa as decimal(12, 2)) as arpa,
        cast(monthly_logo_churn as decimal(9, 6)) as monthly_logo_churn,
        cast(gross_margin as decimal(5, 4)) as gross_margin,
        cast(ltv as decimal(14, 2)) as ltv,
        cast(cac as decimal(12, 2)) as cac,
        cast({{ safe_divide('ltv', 'cac') }} as decimal(12, 4)) as ltv_cac,
        cast({{ safe_divide('cac', 'arpa * gross_margin') }} as decimal(12, 4)) as payback_months,
        cast(median_paying_months as decimal(8, 2)) as median_paying_months,
        cohort_month

    from valued

)

select * from final
order by cohort_month, customer_tier
