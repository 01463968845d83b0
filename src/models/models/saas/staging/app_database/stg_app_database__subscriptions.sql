-- One row per subscription, as the application knows it.
{{ config(tags=['pattern:dedup']) }}

with

subscriptions as (

    select * from {{ source('app_database', 'subscriptions') }}
    {{ dedupe('id', 'updated_at desc, _synced_at') }}

),

status_mapping as (

    select raw_status, status from {{ ref('seed_status_mapping') }}
    where system = 'app_database'

),

final as (

    select
        subscriptions.id as subscription_id,
        subscriptions.customer_id,
        subscriptions.plan_id,
        'sub_' || lpad(cast(subscriptions.stripe_subscription_id as varchar), 6, '0')
            as stripe_subscription_id,
        coalesce(status_mapping.status, lower(trim(subscriptions.status))) as subscription_status,
        lower(trim(subscriptions.billing_cycle)) as billing_cycle,
        subscriptions.quantity,
        {{ dq_flags([
            "status_mapping.status is null",
            "subscriptions.quantity <= 0",
            "subscriptions.end_date < subscriptions.start_date",
            is_orphan_of_account('subscriptions.customer_id'),
        ]) }} as dq_flags,
        subscriptions.trial_start as trial_start_date,
        subscriptions.trial_end as trial_end_date,
        subscriptions.start_date,
        subscriptions.end_date,
        subscriptions.created_at,
        subscriptions.updated_at,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from subscriptions
    left join status_mapping on lower(trim(subscriptions.status)) = status_mapping.raw_status
    where not {{ is_test_account('subscriptions.customer_id') }}

)

select * from final
