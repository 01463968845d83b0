-- The application, its change log and Stripe say the same about every subscription.
with

versions as (

    {{ subscription_versions(ref('stg_app_database__subscription_changes')) }}

)

select
    subscriptions.subscription_id,
    subscriptions.subscription_status as status_in_application,
    versions.subscription_status as status_in_change_log,
    stripe_subscriptions.subscription_status as status_in_stripe

from {{ ref('stg_app_database__subscriptions') }} as subscriptions
left join versions
    on subscriptions.subscription_id = versions.subscription_id
    and versions.valid_to is null
left join {{ ref('stg_stripe__subscriptions') }} as stripe_subscriptions
    on subscriptions.stripe_subscription_id = stripe_subscriptions.stripe_subscription_id
where subscriptions.subscription_status is distinct from versions.subscription_status
    or subscriptions.plan_id is distinct from versions.plan_id
    or subscriptions.quantity is distinct from versions.quantity
    or subscriptions.subscription_status <> stripe_subscriptions.subscription_status
    or (stripe_subscriptions.stripe_subscription_id is null and subscriptions.stripe_subscription_id is not null)
