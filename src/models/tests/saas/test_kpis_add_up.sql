-- The tiers of the board's table add up to its total, and the bands to the customers.
with

kpis as (

    select * from {{ ref('executive_customer_health_kpis') }}

),

sums as (

    select
        sum(customers) filter (where customer_tier <> 'total') as customers_of_tiers,
        sum(customers) filter (where customer_tier = 'total') as customers_of_total,
        sum(mrr) filter (where customer_tier <> 'total') as mrr_of_tiers,
        sum(mrr) filter (where customer_tier = 'total') as mrr_of_total,
        count(*) filter (
            where customers <> healthy_customers + at_risk_customers + unhealthy_customers
        ) as rows_with_other_bands,
        count(*) filter (
            where customers <> high_risk_customers + medium_risk_customers + low_risk_customers
        ) as rows_with_other_risks

    from kpis

)

select * from sums
where customers_of_tiers is distinct from customers_of_total
    or mrr_of_tiers is distinct from mrr_of_total
    or rows_with_other_bands > 0
    or rows_with_other_risks > 0
