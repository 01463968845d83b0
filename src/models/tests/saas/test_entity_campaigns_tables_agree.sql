-- On as_of_date the campaign's entity says what its open version and its days say.
with

open_versions as (

    select * from {{ ref('entity_campaigns_history') }}
    where is_current

),

last_days as (

    select
        campaign_key,
        arg_max(cumulative_spend_usd, date_day) as spend_usd,
        sum(impressions) as impressions,
        sum(clicks) as clicks

    from {{ ref('entity_campaigns_daily') }}
    group by campaign_key

)

select
    campaigns.campaign_key,
    campaigns.campaign_status,
    open_versions.campaign_status as status_of_version,
    campaigns.spend_usd,
    last_days.spend_usd as spend_of_days

from {{ ref('entity_campaigns') }} as campaigns
full outer join open_versions on campaigns.campaign_key = open_versions.campaign_key
left join last_days on campaigns.campaign_key = last_days.campaign_key
where campaigns.campaign_key is null
    or open_versions.campaign_key is null
    or campaigns.campaign_status <> open_versions.campaign_status
    or campaigns.budget_usd is distinct from open_versions.budget_usd
    or campaigns.budget_tier is distinct from open_versions.budget_tier
    or campaigns.spend_usd <> coalesce(last_days.spend_usd, 0)
    or campaigns.impressions <> coalesce(last_days.impressions, 0)
    or campaigns.clicks <> coalesce(last_days.clicks, 0)
