-- One row per change of a subscription: what happened, and plan, quantity and MRR before
-- and after.
{{ config(tags=['pattern:dedup']) }}

with

subscription_changes as (

    select * from {{ source('app_database', 'subscription_changes') }}
    {{ dedupe('id') }}

),

test_subscriptions as (

    select id from {{ source('app_database', 'subscriptions') }}
    where {{ is_test_account('customer_id') }}

),

final as (

    select
        id as change_id,
        subscription_id,
        from_plan as from_plan_id,
        to_plan as to_plan_id,
        lower(trim(event)) as event_type,
        reason,
        from_qty as from_quantity,
        to_qty as to_quantity,
        {{ cents_to_currency('mrr_before_cents') }} as mrr_before,
        {{ cents_to_currency('mrr_after_cents') }} as mrr_after,
        {{ dq_flags([
            "mrr_before_cents < 0 or mrr_after_cents < 0",
            "to_qty <= 0",
        ]) }} as dq_flags,
        changed_at,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from subscription_changes
    where subscription_id not in (select id from test_subscriptions)

)

select * from final
