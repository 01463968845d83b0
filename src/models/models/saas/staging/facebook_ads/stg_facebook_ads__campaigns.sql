-- One row per campaign and version. Names are brought to the spelling of the tags.
{{ config(tags=['pattern:dedup']) }}

with

campaigns as (

    select * from {{ source('facebook_ads', 'campaign_history') }}
    {{ dedupe('id, updated_time') }}

),

-- An account's currency cannot be changed, so its last version speaks for all times.
accounts as (

    select id, currency from {{ source('facebook_ads', 'account_history') }}
    {{ dedupe('id', 'updated_time desc, _synced_at') }}

),

final as (

    select
        campaigns.id as campaign_id,
        campaigns.account_id as ad_account_id,
        {{ campaign_name('campaigns.name') }} as campaign_name,
        lower(campaigns.status) as campaign_status,
        lower(campaigns.objective) as objective,
        lower(campaigns.bid_strategy) as bid_strategy,
        upper(accounts.currency) as currency,
        cast(campaigns.daily_budget as decimal(12, 2)) as daily_budget,
        cast(campaigns.lifetime_budget as decimal(12, 2)) as lifetime_budget,
        {{ dq_flags([
            "campaigns.name <> " ~ campaign_name('campaigns.name'),
            "accounts.id is null",
            "campaigns.stop_time < campaigns.start_time",
        ]) }} as dq_flags,
        cast(campaigns.start_time as date) as start_date,
        cast(campaigns.stop_time as date) as end_date,
        campaigns.updated_time as valid_from,
        lead(campaigns.updated_time) over (
            partition by campaigns.id order by campaigns.updated_time
        ) as valid_to,
        valid_to is null as is_current,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from campaigns
    left join accounts on campaigns.account_id = accounts.id

)

select * from final
