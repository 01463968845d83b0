-- The version that holds now says what Stripe's subscription is now.
select
    subscriptions.stripe_subscription_id,
    subscriptions.subscription_status,
    history.subscription_status as status_in_history,
    subscriptions.quantity,
    history.quantity as quantity_in_history

from {{ ref('stg_stripe__subscriptions') }} as subscriptions
left join {{ ref('stg_stripe__subscription_history') }} as history
    on subscriptions.stripe_subscription_id = history.stripe_subscription_id
    and history.is_current
where subscriptions.subscription_status is distinct from history.subscription_status
    or subscriptions.quantity is distinct from history.quantity
