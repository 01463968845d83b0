-- One row per month and movement type: what it did to MRR, so that the opening MRR of a
-- month and its five movements sum to the closing MRR. Losses are negative. The running
-- month closes on as_of_date.
{{ config(tags=['pattern:pivot', 'pattern:window']) }}

with

mrr_monthly as (

    select * from {{ ref('int_customers__mrr_monthly') }}

),

-- One row per month, a column per movement.
wide as (

    select
        month,
        sum(mrr) as closing_mrr,
        coalesce(sum(mrr - previous_mrr) filter (where movement_type = 'new'), 0) as new_mrr,
        coalesce(sum(mrr - previous_mrr) filter (where movement_type = 'reactivation'), 0) as reactivation_mrr,
        coalesce(sum(mrr - previous_mrr) filter (where movement_type = 'expansion'), 0) as expansion_mrr,
        coalesce(sum(mrr - previous_mrr) filter (where movement_type = 'contraction'), 0) as contraction_mrr,
        coalesce(sum(mrr - previous_mrr) filter (where movement_type = 'churn'), 0) as churn_mrr,
        count(*) filter (where movement_type = 'new') as new_customers,
        count(*) filter (where movement_type = 'reactivation') as reactivation_customers,
        count(*) filter (where movement_type = 'expansion') as expansion_customers,
        count(*) filter (where movement_type = 'contraction') as contraction_customers,
        count(*) filter (where movement_type = 'churn') as churn_customers

    from mrr_monthly
    group by month

),

with_opening as (

    select
        *,
        coalesce(lag(closing_mrr) over (order by month), 0) as opening_mrr

    from wide

),

-- Five rows per month, also for movements that there were none of.
long as (

    unpivot with_opening
    on
        (new_mrr, new_customers) as new,
        (reactivation_mrr, reactivation_customers) as reactivation,
        (expansion_mrr, expansion_customers) as expansion,
        (contraction_mrr, contraction_customers) as contraction,
        (churn_mrr, churn_customers) as churn
    into
        name movement_type
        value mrr, customers

),

final as (

    select
        movement_type,
        cast(mrr as decimal(14, 2)) as mrr,
        cast(customers as bigint) as customers,
        cast(opening_mrr as decimal(14, 2)) as opening_mrr,
        cast(closing_mrr as decimal(14, 2)) as closing_mrr,
        month

    from long

)

select * from final
order by month, movement_type
