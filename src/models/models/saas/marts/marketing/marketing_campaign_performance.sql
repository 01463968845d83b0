-- One row per campaign and month in which it delivered something or got credit.
{{ config(tags=['pattern:window']) }}

with

campaigns_daily as (

    select * from {{ ref('entity_campaigns_daily') }}

),

campaigns as (

    select * from {{ ref('entity_campaigns') }}

),

months as (

    select
        campaign_key,
        sum(spend_usd) as spend_usd,
        sum(impressions) as impressions,
        sum(clicks) as clicks,
        sum(platform_conversions) as platform_conversions,
        sum(attributed_conversions) as attributed_conversions,
        sum(attributed_revenue) as attributed_revenue,
        cast(date_trunc('month', date_day) as date) as month

    from campaigns_daily
    group by campaign_key, cast(date_trunc('month', date_day) as date)

),

final as (

    select
        months.campaign_key,
        campaigns.campaign_name,
        campaigns.platform,
        campaigns.channel,
        cast(months.spend_usd as decimal(18, 4)) as spend_usd,
        cast(months.spend_usd - lag(months.spend_usd) over by_campaign as decimal(18, 4)) as spend_change_usd,
        cast(months.impressions as bigint) as impressions,
        cast(months.clicks as bigint) as clicks,
        round({{ safe_divide('cast(months.clicks as double)', 'months.impressions') }}, 8) as ctr,
        round({{ safe_divide('cast(months.spend_usd as double)', 'months.clicks') }}, 6) as cpc,
        months.platform_conversions,
        round(months.attributed_conversions, 9) as attributed_conversions,
        round(months.attributed_revenue, 4) as attributed_revenue,
        round({{ safe_divide(
            'cast(months.platform_conversions as double)', 'round(months.attributed_conversions, 9)'
        ) }}, 6) as over_claim_ratio,
        months.month

    from months
    inner join campaigns on months.campaign_key = campaigns.campaign_key
    where months.impressions > 0 or months.spend_usd > 0 or months.attributed_conversions > 0
    window by_campaign as (partition by months.campaign_key order by months.month)

)

select * from final
order by month, campaign_key
