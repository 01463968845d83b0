-- One row per person, channel and moment at which the person left it.
{{ config(tags=['pattern:dedup']) }}

with

unsubscribes as (

    select
        *,
        nullif(lower(trim(email)), '') as clean_email

    from {{ source('iterable', 'user_unsubscribed_channel') }}
    {{ dedupe("nullif(lower(trim(email)), ''), channel_id, updated_at") }}

),

channels as (

    select id, name from {{ source('iterable', 'channel') }}
    {{ dedupe('id') }}

),

final as (

    select
        unsubscribes.clean_email as email,
        unsubscribes.channel_id,
        channels.name as channel_name,
        {{ dq_flags([
            "not " ~ is_email_address('unsubscribes.clean_email'),
            "channels.id is null",
        ]) }} as dq_flags,
        unsubscribes.updated_at as unsubscribed_at,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from unsubscribes
    left join channels on unsubscribes.channel_id = channels.id
    where unsubscribes.clean_email is not null

)

select * from final
