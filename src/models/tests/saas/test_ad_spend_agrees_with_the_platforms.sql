-- Each platform's spend arrives whole: in dollars where it bills in dollars, and between the
-- lowest and the highest rate where it does not.
with

platform_spend as (

    select
        'google_ads' as platform,
        campaigns.currency,
        sum(keyword_or_campaign.spend_local) as spend_local

    from (
        select campaign_id, spend_local from {{ ref('stg_google_ads__campaign_stats') }}
        union all
        -- Days that the statistics of campaigns lost are known from the keywords.
        select
            ad_groups.campaign_id,
            keyword_stats.spend_local
        from {{ ref('stg_google_ads__keyword_stats') }} as keyword_stats
        inner join {{ ref('stg_google_ads__ad_groups') }} as ad_groups
            on keyword_stats.ad_group_id = ad_groups.ad_group_id
            and ad_groups.is_current
        anti join {{ ref('stg_google_ads__campaign_stats') }} as campaign_stats
            on ad_groups.campaign_id = campaign_stats.campaign_id
            and keyword_stats.date_day = campaign_stats.date_day
    ) as keyword_or_campaign
    inner join {{ ref('stg_google_ads__campaigns') }} as campaigns
        on keyword_or_campaign.campaign_id = campaigns.campaign_id
        and campaigns.is_current
    group by campaigns.currency

    union all

    select 'facebook_ads', 'USD', sum(spend) from {{ ref('stg_facebook_ads__ad_daily') }}

    union all

    select 'linkedin_ads', 'USD', sum(spend_usd) from {{ ref('stg_linkedin_ads__campaign_daily') }}

),

daily_performance as (

    select
        platform,
        account_currency as currency,
        sum(spend_usd) as spend_usd

    from {{ ref('int_campaigns__daily_performance') }}
    where platform in ('google_ads', 'facebook_ads', 'linkedin_ads')
    group by platform, account_currency

),

rates as (

    select
        upper(currency) as currency,
        min(usd_rate) as lowest,
        max(usd_rate) as highest

    from {{ ref('stg_reference__exchange_rates') }}
    group by upper(currency)

)

select
    platform_spend.platform,
    platform_spend.currency,
    platform_spend.spend_local,
    daily_performance.spend_usd

from platform_spend
left join daily_performance
    on platform_spend.platform = daily_performance.platform
    and platform_spend.currency = daily_performance.currency
left join rates on platform_spend.currency = rates.currency
where daily_performance.spend_usd is null
    or daily_performance.spend_usd < platform_spend.spend_local * coalesce(rates.lowest, 1) - 0.01
    or daily_performance.spend_usd > platform_spend.spend_local * coalesce(rates.highest, 1) + 0.01
