-- title: two price lists, a price every six months, trials and late payers
-- relation: stg_app_database__plans
select model.* replace (
    cast(given.plan_id as integer) as plan_id,
    given.plan_name as plan_name
)
from (values (1, 'Starter'), (2, 'Starter'), (3, 'Business'), (4, 'Lite')) as given (plan_id, plan_name)
cross join (select * from {{ ref('stg_app_database__plans') }} order by plan_id limit 1) as model
-- relation: stg_app_database__subscriptions
select model.* replace (
    cast(given.subscription_id as integer) as subscription_id,
    cast(given.plan_id as integer) as plan_id,
    given.stripe_subscription_id as stripe_subscription_id
)
from (
    values (1, 1, 's1'), (2, 2, 's2'), (3, 3, 's3'), (4, 3, 's4'), (5, 3, 's5'), (6, 4, 's6'), (7, 1, 's7')
) as given (subscription_id, plan_id, stripe_subscription_id)
cross join (select * from {{ ref('stg_app_database__subscriptions') }} order by subscription_id limit 1) as model
-- relation: stg_stripe__subscriptions
select model.* replace (
    given.stripe_subscription_id as stripe_subscription_id,
    given.subscription_status as subscription_status,
    given.billing_interval as billing_interval,
    cast(given.interval_count as smallint) as interval_count,
    cast(given.amount_cents as bigint) as amount_cents
)
from (
    values
        ('s1', 'active', 'month', 1, 9900),
        ('s2', 'active', 'year', 1, 110400),
        ('s3', 'past_due', 'month', 6, 210000),
        ('s4', 'active', 'month', 1, 38900),
        ('s5', 'paused', 'month', 1, 38900),
        ('s6', 'trialing', 'month', 1, 5900),
        ('s7', 'canceled', 'year', 1, 100800)
) as given (stripe_subscription_id, subscription_status, billing_interval, interval_count, amount_cents)
cross join (select * from {{ ref('stg_stripe__subscriptions') }} order by stripe_subscription_id limit 1) as model
