-- One row per experiment with the product and arm: how many customers it turned into paying
-- ones, how that compares with the arm that was left alone, and how many of them left.
{{ config(tags=['pattern:statistics']) }}

with

experiments as (

    select * from {{ ref('stg_app_database__experiments') }}
    where kind = 'product'

),

assignments as (

    select * from {{ ref('stg_app_database__experiment_assignments') }}

),

customers as (

    select * from {{ ref('entity_customers') }}

),

customers_history as (

    select * from {{ ref('entity_customers_history') }}

),

users_per_customer as (

    select
        customer_id,
        count(*) filter (where user_status <> 'invited') as users

    from {{ ref('entity_users') }}
    where customer_id is not null
    group by customer_id

),

first_churns as (

    select
        customer_id,
        min(valid_from) as churned_on

    from customers_history
    where customer_status = 'churned'
    group by customer_id

),

-- Only customers whose days are over: the others may still pay.
subjects as (

    select
        assignments.experiment_id,
        assignments.arm,
        assignments.customer_id,
        coalesce(
            customers.first_paid_at
                < assignments.assigned_at + to_days({{ var('experiment_activation_days') }}),
            false
        ) as is_activated,
        cast(customers.first_paid_at as date) as first_paid_date,
        first_churns.churned_on,
        coalesce(users_per_customer.users, 0) as users

    from assignments
    inner join experiments on assignments.experiment_id = experiments.experiment_id
    left join customers on assignments.customer_id = customers.customer_id
    left join first_churns on assignments.customer_id = first_churns.customer_id
    left join users_per_customer on assignments.customer_id = users_per_customer.customer_id
    where cast(assignments.assigned_at as date) + {{ var('experiment_activation_days') }}
        <= {{ as_of_date() }}

),

arms as (

    select
        experiment_id,
        arm,
        count(*) as customers,
        count(*) filter (where is_activated) as activated,
        count(*) filter (where is_activated) / count(*) as activation_share,
        sum(users) as users,
        -- Of the activated whose days are over.
        count(*) filter (
            where is_activated
                and first_paid_date + {{ var('experiment_churn_days') }} <= {{ as_of_date() }}
        ) as followed,
        count(*) filter (
            where is_activated
                and first_paid_date + {{ var('experiment_churn_days') }} <= {{ as_of_date() }}
                and churned_on <= first_paid_date + {{ var('experiment_churn_days') }}
        ) as churned

    from subjects
    group by experiment_id, arm

),

-- The first arm is the one that was left alone.
compared as (

    select
        *,
        first_value(activation_share) over by_experiment as base_share,
        first_value(customers) over by_experiment as base_customers,
        row_number() over by_experiment = 1 as is_base

    from arms
    window by_experiment as (partition by experiment_id order by arm)

),

-- The difference of two shares and its standard error.
tested as (

    select
        *,
        case when not is_base then activation_share - base_share end as difference,
        case when not is_base then sqrt(
            activation_share * (1 - activation_share) / customers
            + base_share * (1 - base_share) / base_customers
        ) end as standard_error

    from compared

),

final as (

    select
        tested.experiment_id,
        experiments.experiment_name,
        tested.arm,
        tested.customers,
        tested.activated,
        cast(round(tested.activation_share, 4) as decimal(5, 4)) as activation_rate,
        cast(round(tested.difference, 4) as decimal(6, 4)) as lift,
        cast(round(
            tested.difference - {{ var('confidence_z') }} * tested.standard_error, 4
        ) as decimal(6, 4)) as ci_low,
        cast(round(
            tested.difference + {{ var('confidence_z') }} * tested.standard_error, 4
        ) as decimal(6, 4)) as ci_high,
        cast(round({{ safe_divide('tested.churned', 'tested.followed') }}, 4) as decimal(5, 4))
            as churn_rate_180d,
        cast(round({{ safe_divide('tested.users', 'tested.customers') }}, 2) as decimal(8, 2))
            as users_per_customer

    from tested
    inner join experiments on tested.experiment_id = experiments.experiment_id

)

select * from final
order by experiment_id, arm
