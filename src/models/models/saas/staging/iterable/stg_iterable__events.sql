-- One row per thing that happened to a message of the e-mail tool.
{{ config(tags=['pattern:dedup']) }}

with

events as (

    select * from {{ source('iterable', 'event') }}
    {{ dedupe('id') }}

),

final as (

    select
        id as event_id,
        campaign_id,
        nullif(lower(trim(email)), '') as email,
        case event_name
            when 'emailSend' then 'send'
            when 'emailBounce' then 'bounce'
            when 'emailOpen' then 'open'
            when 'emailClick' then 'click'
            when 'emailComplaint' then 'complaint'
            when 'emailUnsubscribe' then 'unsubscribe'
        end as event_name,
        message_id,
        {{ dq_flags([
            "not " ~ is_email_address('email'),
            "event_name not in ('emailSend', 'emailBounce', 'emailOpen', 'emailClick', 'emailComplaint', 'emailUnsubscribe')",
            "cast(_synced_at as date) > cast(created_at as date) + 1",
        ]) }} as dq_flags,
        created_at as occurred_at,
        _synced_at as ingested_at,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from events

)

select * from final
