-- One row per campaign and version. Names are brought to the spelling of the tags.
{{ config(tags=['pattern:dedup']) }}

with

campaigns as (

    select * from {{ source('linkedin_ads', 'campaign_history') }}
    {{ dedupe('id, last_modified_time') }}

),

campaign_groups as (

    select id, name from {{ source('linkedin_ads', 'campaign_group_history') }}
    {{ dedupe('id', 'last_modified_time desc, _synced_at') }}

),

-- An account's currency cannot be changed, so its last version speaks for all times.
accounts as (

    select id, currency from {{ source('linkedin_ads', 'account_history') }}
    {{ dedupe('id', 'last_modified_time desc, _synced_at') }}

),

final as (

    select
        campaigns.id as campaign_id,
        campaigns.campaign_group_id,
        campaigns.account_id as ad_account_id,
        {{ campaign_name('campaigns.name') }} as campaign_name,
        trim(campaign_groups.name) as campaign_group_name,
        lower(campaigns.status) as campaign_status,
        lower(campaigns.type) as type,
        lower(campaigns.objective_type) as objective,
        lower(campaigns.cost_type) as cost_type,
        upper(campaigns.locale_country) as locale_country,
        upper(accounts.currency) as currency,
        cast(campaigns.daily_budget_amount as decimal(12, 2)) as daily_budget,
        cast(campaigns.unit_cost_amount as decimal(12, 2)) as unit_cost,
        {{ dq_flags([
            "campaigns.name <> " ~ campaign_name('campaigns.name'),
            "accounts.id is null",
            "campaign_groups.id is null",
        ]) }} as dq_flags,
        campaigns.last_modified_time as valid_from,
        lead(campaigns.last_modified_time) over (
            partition by campaigns.id order by campaigns.last_modified_time
        ) as valid_to,
        valid_to is null as is_current,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from campaigns
    left join campaign_groups on campaigns.campaign_group_id = campaign_groups.id
    left join accounts on campaigns.account_id = accounts.id

)

select * from final
