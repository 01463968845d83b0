-- code: M-PASTDUE
-- headline: {n} {are} too low: who is late was left out.
-- feedback: A subscription on {key} is past due. Its invoice is late, but it still runs and will be billed again. Is that customer
--   gone?
with

-- 1 the subscriptions that pay, each with what it is worth in a month
paying as (

    select
        stripe_subscription_id,
        {{ normalize_to_mrr('amount_cents', 'billing_interval', 'interval_count') }} as mrr

    from {{ ref('stg_stripe__subscriptions') }}
    where subscription_status = 'active'

),

-- 2 each with its plan
with_plan as (

    select
        plans.plan_name,
        plans.plan_id,
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
