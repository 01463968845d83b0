-- What a subscription is now, its version in force, and its row of as_of_date say the same.
-- One that has ended has no row of that day.
select
    subscriptions.subscription_id,
    subscriptions.plan,
    history.plan as plan_in_history,
    daily.plan as plan_in_daily,
    subscriptions.subscription_status,
    history.subscription_status as status_in_history,
    daily.subscription_status as status_in_daily,
    subscriptions.monthly_recurring_revenue,
    history.mrr as mrr_in_history,
    daily.mrr as mrr_in_daily

from {{ ref('entity_subscriptions') }} as subscriptions
left join {{ ref('entity_subscriptions_history') }} as history
    on subscriptions.subscription_id = history.subscription_id
    and history.is_current
left join {{ ref('entity_subscriptions_daily') }} as daily
    on subscriptions.subscription_id = daily.subscription_id
    and daily.date_day = {{ as_of_date() }}
where subscriptions.plan is distinct from history.plan
    or subscriptions.subscription_status is distinct from history.subscription_status
    or subscriptions.quantity is distinct from history.quantity
    or subscriptions.monthly_recurring_revenue is distinct from history.mrr
    or (subscriptions.is_live and daily.subscription_id is null)
    or subscriptions.plan <> daily.plan
    or subscriptions.subscription_status <> daily.subscription_status
    or subscriptions.monthly_recurring_revenue <> daily.mrr
