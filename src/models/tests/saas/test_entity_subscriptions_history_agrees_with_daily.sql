-- The version in force on a day says what the daily row of that day says.
select
    daily.subscription_id,
    daily.date_day,
    daily.plan,
    history.plan as plan_in_history,
    daily.subscription_status,
    history.subscription_status as status_in_history,
    daily.mrr,
    history.mrr as mrr_in_history

from {{ ref('entity_subscriptions_daily') }} as daily
asof left join {{ ref('entity_subscriptions_history') }} as history
    on daily.subscription_id = history.subscription_id
    and daily.date_day >= history.valid_from
where daily.date_day >= history.valid_to
    or daily.subscription_status is distinct from history.subscription_status
    or daily.mrr is distinct from history.mrr
    or (daily.subscription_status <> 'canceled' and daily.plan is distinct from history.plan)
