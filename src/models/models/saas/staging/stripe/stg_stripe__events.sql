-- One row per webhook event, delivered once or twice. created_at gives the true order;
-- delivered_at does not. Events of Stripe's test mode are left out.
{{ config(tags=['pattern:dedup']) }}

with

events as (

    select * from {{ source('stripe', 'event') }}
    {{ dedupe('id') }}

),

final as (

    select
        id as stripe_event_id,
        object_id,
        lower(trim(type)) as event_type,
        pending_webhooks,
        {{ dq_flags([
            "delivered_at > created + interval 1 hour",
            "delivered_at < created",
            "(delivered_at is null) <> (pending_webhooks > 0)",
        ]) }} as dq_flags,
        created as created_at,
        delivered_at,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from events
    where livemode

)

select * from final
