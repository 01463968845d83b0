-- Every customer of an experiment with the product is in exactly one arm of its results, once
-- its days are over.
with

assigned as (

    select
        assignments.experiment_id,
        count(*) as customers,
        count(distinct assignments.customer_id) as different_customers

    from {{ ref('stg_app_database__experiment_assignments') }} as assignments
    inner join {{ ref('stg_app_database__experiments') }} as experiments
        on assignments.experiment_id = experiments.experiment_id
    where experiments.kind = 'product'
        and cast(assignments.assigned_at as date) + {{ var('experiment_activation_days') }} <= {{ as_of_date() }}
    group by assignments.experiment_id

),

results as (

    select
        experiment_id,
        sum(customers) as customers,
        count(*) filter (where lift is null) as base_arms

    from {{ ref('product_experiment_results') }}
    group by experiment_id

)

select
    assigned.*,
    results.customers as customers_in_results,
    results.base_arms

from assigned
left join results on assigned.experiment_id = results.experiment_id
where assigned.customers is distinct from results.customers
    or assigned.customers <> assigned.different_customers
    or results.base_arms <> 1
