-- code: M-DENOM
-- headline: CAC of {n} {are} spread over customers that were never won.
-- feedback: Among the customers of {key} that you divided by are some that never paid. Nobody was won there. Which customers does
--   the mean go over?
with

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

per_tier as (

    select
        customers.customer_tier,
        sum(total_mrr) / nullif(sum(paid_months), 0) as arpa,
        sum(churns) / nullif(sum(months_begun), 0) as monthly_churn,
        sum(customers.customer_acquisition_cost) / count(*) as cac

    from {{ ref('entity_customers') }} as customers
    left join months_per_customer on customers.customer_id = months_per_customer.customer_id
    group by customers.customer_tier

)

select
    *,
    arpa * {{ var('gross_margin') }} / nullif(monthly_churn, 0) as ltv,
    arpa * {{ var('gross_margin') }} / nullif(monthly_churn, 0) / nullif(cac, 0) as ltv_to_cac

from per_tier
