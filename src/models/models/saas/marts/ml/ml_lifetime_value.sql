-- One row per paying customer: for how many more months it may be expected to pay, and what
-- margin that brings, discounted to today.
{{ config(tags=['pattern:statistics']) }}

with

customers as (

    select * from {{ ref('entity_customers') }}
    where monthly_recurring_revenue > 0

),

revenue_cohorts as (

    select * from {{ ref('finance_revenue_cohorts') }}

),

weights as (

    select
        max(weight) filter (where feature = 'risk_slope') as risk_slope,
        max(weight) filter (where feature = 'horizon_months') as horizon_months,
        max(weight) filter (where feature = 'monthly_discount') as monthly_discount

    from {{ ref('seed_model_weights') }}
    where model = 'lifetime_value'

),

-- What the cohorts together lose in a month, net of those who return.
cohort_months as (

    select
        customers,
        lag(customers) over (partition by cohort_month order by month_number) as previous_customers

    from revenue_cohorts

),

monthly_churn as (

    select
        greatest(0.0, 1.0 - {{ safe_divide('sum(customers)', 'sum(previous_customers)') }}) as rate

    from cohort_months
    where previous_customers is not null

),

-- The loss is spread over the customers by their risk, so that their mean is the rate of all.
relative_risks as (

    select
        customers.customer_id,
        customers.monthly_recurring_revenue,
        exp(cast(weights.risk_slope * customers.churn_risk_score as double)) as relative_risk

    from customers
    cross join weights

),

hazards as (

    select
        relative_risks.customer_id,
        relative_risks.monthly_recurring_revenue * {{ var('gross_margin') }} as expected_margin,
        1 - least(0.99, greatest(
            0.0001,
            monthly_churn.rate * relative_risks.relative_risk / (select avg(relative_risk) from relative_risks)
        )) as monthly_survival

    from relative_risks
    cross join monthly_churn

),

-- The months expected are a geometric series that ends at the horizon.
final as (

    select
        hazards.customer_id,
        cast(
            (1 - pow(hazards.monthly_survival, weights.horizon_months)) / (1 - hazards.monthly_survival)
            as decimal(9, 4)
        ) as expected_months,
        cast(hazards.expected_margin as decimal(12, 2)) as expected_margin,
        cast(
            hazards.expected_margin
            * (1 - pow(hazards.monthly_survival / (1 + weights.monthly_discount), weights.horizon_months))
            / (1 - hazards.monthly_survival / (1 + weights.monthly_discount))
            as decimal(14, 2)
        ) as predicted_ltv,
        {{ as_of_date() }} as as_of_date

    from hazards
    cross join weights

)

select * from final
order by predicted_ltv desc, customer_id
