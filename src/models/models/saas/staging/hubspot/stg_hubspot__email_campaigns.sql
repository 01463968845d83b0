-- One row per product letter that HubSpot sends.
with

email_campaigns as (

    select * from {{ source('hubspot', 'email_campaign') }}
    {{ dedupe('id') }}

),

final as (

    select
        id as email_campaign_id,
        trim(name) as campaign_name,
        trim(subject) as subject,
        lower(trim(type)) as type,
        {{ dq_flags([
            "nullif(trim(subject), '') is null",
        ]) }} as dq_flags,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from email_campaigns

)

select * from final
