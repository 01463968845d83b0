-- One row for each plan name.
with

-- 1 the subscriptions, each with its price
paying as (

    select
        stripe_subscription_id,
        amount_cents as mrr

    from {{ ref('stg_stripe__subscriptions') }}

),

-- 2 each with its plan
with_plan as (

    select
        plans.plan_name,
        paying.mrr

    from paying
    inner join {{ ref('stg_app_database__subscriptions') }} as subscriptions
        on paying.stripe_subscription_id = subscriptions.stripe_subscription_id
    inner join {{ ref('stg_app_database__plans') }} as plans on subscriptions.plan_id = plans.plan_id

)

-- 3 one line for each plan name
select
    plan_name,
    count(*) as subscriptions,
    sum(mrr) as mrr

from with_plan
group by plan_name
