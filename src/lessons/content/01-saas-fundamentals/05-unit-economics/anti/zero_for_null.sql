-- code: M-ZERO
-- headline: {n} {are} given an LTV although nobody has left.
-- feedback: In {key} no customer has left so far. That is neither a worth of nothing nor one without end: it is not known. What says
--   so in SQL?
with

-- 1 the months of each customer
months_per_customer as (

    select
        customer_id,
        sum(mrr) as total_mrr,
        count(*) filter (where mrr > 0) as paid_months,
        count(*) filter (where previous_mrr > 0) as months_begun,
        count(*) filter (where movement_type = 'churn') as churns

    from {{ ref('int_customers__mrr_monthly') }}
    group by customer_id

),

-- 2 one row for each tier
per_tier as (

    select
        customers.customer_tier,
        sum(total_mrr) / nullif(sum(paid_months), 0) as arpa,
        sum(churns) / nullif(sum(months_begun), 0) as monthly_churn,
        avg(customers.customer_acquisition_cost) as cac

    from months_per_customer
    inner join {{ ref('entity_customers') }} as customers on months_per_customer.customer_id = customers.customer_id
    group by customers.customer_tier

),

-- 3 what follows from these
valued as (

    select
        *,
        coalesce(arpa * {{ var('gross_margin') }} / nullif(monthly_churn, 0), 0) as ltv

    from per_tier

)

select
    customer_tier,
    arpa,
    monthly_churn,
    ltv,
    cac,
    ltv / nullif(cac, 0) as ltv_to_cac

from valued
