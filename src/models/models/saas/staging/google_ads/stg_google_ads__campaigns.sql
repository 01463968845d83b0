-- One row per campaign and version. Names are brought to the spelling of the tags.
{{ config(tags=['pattern:dedup']) }}

with

campaigns as (

    select * from {{ source('google_ads', 'campaign_history') }}
    {{ dedupe('id, updated_at') }}

),

-- An account's currency cannot be changed, so its last version speaks for all times.
accounts as (

    select id, currency_code from {{ source('google_ads', 'account_history') }}
    {{ dedupe('id', 'updated_at desc, _synced_at') }}

),

final as (

    select
        campaigns.id as campaign_id,
        campaigns.customer_id as ad_account_id,
        {{ campaign_name('campaigns.name') }} as campaign_name,
        lower(campaigns.status) as campaign_status,
        lower(campaigns.advertising_channel_type) as channel_type,
        upper(accounts.currency_code) as currency,
        {{ utm_tag('campaigns.tracking_url_template', 'source') }} as utm_source,
        {{ utm_tag('campaigns.tracking_url_template', 'medium') }} as utm_medium,
        {{ utm_tag('campaigns.tracking_url_template', 'campaign') }} as utm_campaign,
        {{ dq_flags([
            "campaigns.name <> " ~ campaign_name('campaigns.name'),
            "accounts.id is null",
            "campaigns.end_date < campaigns.start_date",
        ]) }} as dq_flags,
        campaigns.start_date,
        campaigns.end_date,
        campaigns.updated_at as valid_from,
        lead(campaigns.updated_at) over (
            partition by campaigns.id order by campaigns.updated_at
        ) as valid_to,
        valid_to is null as is_current,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from campaigns
    left join accounts on campaigns.customer_id = accounts.id

)

select * from final
