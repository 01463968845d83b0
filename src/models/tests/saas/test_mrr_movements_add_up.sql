-- All movements of a subscription add up to the MRR that Stripe bills for it today.
with

movements as (

    select
        subscription_id,
        sum(mrr_change) as mrr

    from {{ ref('int_subscriptions__mrr_movements') }}
    group by subscription_id

)

select
    subscriptions.subscription_id,
    subscriptions.monthly_recurring_revenue,
    movements.mrr as sum_of_movements

from {{ ref('int_subscriptions__core') }} as subscriptions
left join movements on subscriptions.subscription_id = movements.subscription_id
where subscriptions.monthly_recurring_revenue <> coalesce(movements.mrr, 0)
