-- One row per Stripe subscription and version of its terms, in force from valid_from up to,
-- not including, valid_to.
{{ config(tags=['pattern:dedup']) }}

with

subscription_history as (

    select * from {{ source('stripe', 'subscription_history') }}
    {{ dedupe('id, _valid_from') }}

),

status_mapping as (

    select raw_status, status from {{ ref('seed_status_mapping') }}
    where system = 'stripe'

),

final as (

    select
        subscription_history.id as stripe_subscription_id,
        subscription_history.price_id as stripe_price_id,
        coalesce(
            status_mapping.status, lower(trim(subscription_history.status))
        ) as subscription_status,
        subscription_history.quantity,
        {{ dq_flags([
            "status_mapping.status is null",
            "subscription_history._valid_to <= subscription_history._valid_from",
            "subscription_history._is_active <> (subscription_history._valid_to is null)",
        ]) }} as dq_flags,
        subscription_history._is_active as is_current,
        subscription_history._valid_from as valid_from,
        subscription_history._valid_to as valid_to,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from subscription_history
    left join status_mapping on lower(trim(subscription_history.status)) = status_mapping.raw_status

)

select * from final
