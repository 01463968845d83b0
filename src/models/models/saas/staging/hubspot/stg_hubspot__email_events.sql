-- One row per thing that happened to one copy of a product letter.
with

email_events as (

    select * from {{ source('hubspot', 'email_event') }}
    {{ dedupe('id') }}

),

final as (

    select
        id as email_event_id,
        email_campaign_id,
        nullif(lower(trim(recipient)), '') as recipient_email,
        lower(trim(type)) as event_type,
        {{ dq_flags([
            "not coalesce(" ~ is_email_address("lower(trim(recipient))") ~ ", false)",
        ]) }} as dq_flags,
        created as occurred_at,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from email_events

)

select * from final
