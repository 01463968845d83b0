-- One row for each tier: what a customer is worth and what it cost.
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

)

-- 2 one row for each tier, and 3 what follows: left to do
select
    customers.customer_tier,
    sum(total_mrr) / nullif(sum(paid_months), 0) as arpa,
    null as monthly_churn,
    null as ltv,
    null as cac,
    null as ltv_to_cac

from months_per_customer
inner join {{ ref('entity_customers') }} as customers on months_per_customer.customer_id = customers.customer_id
group by customers.customer_tier
