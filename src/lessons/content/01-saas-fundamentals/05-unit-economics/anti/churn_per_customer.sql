-- code: M-PERIOD
-- headline: Churn of {n} {are} not by the month.
-- feedback: For {key} you divided the churns by customers, so the rate covers the whole past, while ARPA is by the month. In how many
--   months could a customer have left?
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
        sum(churns) / nullif(count(*), 0) as monthly_churn,
        avg(customers.customer_acquisition_cost) as cac

    from months_per_customer
    inner join {{ ref('entity_customers') }} as customers on months_per_customer.customer_id = customers.customer_id
    group by customers.customer_tier

),

-- 3 what follows from these
valued as (

    select
        *,
        arpa * {{ var('gross_margin') }} / nullif(monthly_churn, 0) as ltv

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
