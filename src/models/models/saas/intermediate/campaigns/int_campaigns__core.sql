-- One row per campaign of any platform, as it is today.
with

google_campaigns as (

    select * from {{ ref('stg_google_ads__campaigns') }}
    where is_current

),

google_ad_groups as (

    select
        ad_groups.campaign_id,
        count(distinct ad_groups.ad_group_id) as ad_groups,
        count(ads.ad_id) as ads

    from {{ ref('stg_google_ads__ad_groups') }} as ad_groups
    left join {{ ref('stg_google_ads__ads') }} as ads
        on ad_groups.ad_group_id = ads.ad_group_id
        and ads.is_current
    where ad_groups.is_current
    group by ad_groups.campaign_id

),

facebook_campaigns as (

    select * from {{ ref('stg_facebook_ads__campaigns') }}

),

facebook_ad_sets as (

    select
        campaign_id,
        count(*) as ad_groups

    from {{ ref('stg_facebook_ads__ad_sets') }}
    where is_current
    group by campaign_id

),

-- The tags stand on the advertisements; those of a campaign all have the same.
facebook_ads as (

    select
        campaign_id,
        count(*) as ads,
        min(utm_source) as utm_source,
        min(utm_medium) as utm_medium,
        min(utm_campaign) as utm_campaign

    from {{ ref('stg_facebook_ads__ads') }}
    where is_current
    group by campaign_id

),

linkedin_campaigns as (

    select * from {{ ref('stg_linkedin_ads__campaigns') }}

),

linkedin_creatives as (

    select
        campaign_id,
        count(distinct creative_id) as ads,
        min(utm_campaign) as utm_campaign

    from {{ ref('stg_linkedin_ads__creatives') }}
    group by campaign_id

),

iterable_campaigns as (

    select * from {{ ref('stg_iterable__campaigns') }}

),

hubspot_campaigns as (

    select * from {{ ref('stg_hubspot__email_campaigns') }}

),

hubspot_sends as (

    select
        email_campaign_id,
        cast(min(occurred_at) as date) as first_day,
        cast(max(occurred_at) filter (where event_type = 'sent') as date) as last_day

    from {{ ref('stg_hubspot__email_events') }}
    group by email_campaign_id

),

channel_grouping as (

    select * from {{ ref('seed_channel_grouping') }}

),

-- What each version of a campaign planned to spend while it was running.
facebook_plans as (

    select
        campaign_id,
        sum(daily_budget * {{ campaign_version_days('valid_from', 'valid_to', 'start_date', 'end_date') }})
            as planned_spend_usd

    from facebook_campaigns
    where {{ campaign_status('campaign_status') }} = 'active'
    group by campaign_id

),

linkedin_plans as (

    select
        campaign_id,
        sum(daily_budget * {{ campaign_version_days('valid_from', 'valid_to', 'null', 'null') }})
            as planned_spend_usd

    from linkedin_campaigns
    where {{ campaign_status('campaign_status') }} = 'active'
    group by campaign_id

),

-- LinkedIn states no dates: a campaign starts when it is set up and ends when it is completed.
linkedin_dates as (

    select
        campaign_id,
        cast(min(valid_from) as date) as start_date,
        cast(min(valid_from) filter (
            where {{ campaign_status('campaign_status') }} = 'ended'
        ) as date) - 1 as end_date

    from linkedin_campaigns
    group by campaign_id

),

united as (

    select
        {{ campaign_key('google_ads', 'google_campaigns.campaign_id') }} as campaign_key,
        'google_ads' as platform,
        google_campaigns.campaign_id,
        google_campaigns.campaign_name,
        google_campaigns.campaign_status as platform_status,
        google_campaigns.channel_type as objective,
        google_campaigns.utm_source,
        google_campaigns.utm_medium,
        google_campaigns.utm_campaign,
        cast(null as decimal(12, 2)) as budget_usd,
        cast(null as decimal(14, 2)) as planned_spend_usd,
        google_ad_groups.ad_groups,
        google_ad_groups.ads,
        google_campaigns.start_date,
        google_campaigns.end_date

    from google_campaigns
    left join google_ad_groups on google_campaigns.campaign_id = google_ad_groups.campaign_id

    union all

    select
        {{ campaign_key('facebook_ads', 'facebook_campaigns.campaign_id') }},
        'facebook_ads',
        facebook_campaigns.campaign_id,
        facebook_campaigns.campaign_name,
        facebook_campaigns.campaign_status,
        facebook_campaigns.objective,
        facebook_ads.utm_source,
        facebook_ads.utm_medium,
        facebook_ads.utm_campaign,
        facebook_campaigns.daily_budget,
        facebook_plans.planned_spend_usd,
        facebook_ad_sets.ad_groups,
        facebook_ads.ads,
        facebook_campaigns.start_date,
        facebook_campaigns.end_date

    from facebook_campaigns
    left join facebook_ads on facebook_campaigns.campaign_id = facebook_ads.campaign_id
    left join facebook_ad_sets on facebook_campaigns.campaign_id = facebook_ad_sets.campaign_id
    left join facebook_plans on facebook_campaigns.campaign_id = facebook_plans.campaign_id
    where facebook_campaigns.is_current

    union all

    select
        {{ campaign_key('linkedin_ads', 'linkedin_campaigns.campaign_id') }},
        'linkedin_ads',
        linkedin_campaigns.campaign_id,
        linkedin_campaigns.campaign_name,
        linkedin_campaigns.campaign_status,
        linkedin_campaigns.objective,
        'linkedin',
        'paid_social',
        coalesce(linkedin_creatives.utm_campaign, linkedin_campaigns.campaign_name),
        linkedin_campaigns.daily_budget,
        linkedin_plans.planned_spend_usd,
        null,
        linkedin_creatives.ads,
        linkedin_dates.start_date,
        linkedin_dates.end_date

    from linkedin_campaigns
    inner join linkedin_dates on linkedin_campaigns.campaign_id = linkedin_dates.campaign_id
    left join linkedin_creatives on linkedin_campaigns.campaign_id = linkedin_creatives.campaign_id
    left join linkedin_plans on linkedin_campaigns.campaign_id = linkedin_plans.campaign_id
    where linkedin_campaigns.is_current

    union all

    select
        {{ campaign_key('iterable', 'campaign_id') }},
        'iterable',
        campaign_id,
        campaign_name,
        campaign_state,
        case when send_size is null and ended_at is null then 'series' else 'mailing' end,
        'newsletter',
        'email',
        campaign_name,
        null,
        null,
        null,
        null,
        cast(started_at as date),
        cast(ended_at as date)

    from iterable_campaigns

    union all

    select
        {{ campaign_key('hubspot', 'hubspot_campaigns.email_campaign_id') }},
        'hubspot',
        hubspot_campaigns.email_campaign_id,
        {{ campaign_name('hubspot_campaigns.campaign_name') }},
        'sent',
        'mailing',
        'newsletter',
        'email',
        {{ campaign_name('hubspot_campaigns.campaign_name') }},
        null,
        null,
        null,
        null,
        hubspot_sends.first_day,
        hubspot_sends.last_day

    from hubspot_campaigns
    left join hubspot_sends on hubspot_campaigns.email_campaign_id = hubspot_sends.email_campaign_id

),

final as (

    select
        united.campaign_key,
        united.platform,
        united.campaign_id,
        united.campaign_name,
        case
            when channel_grouping.channel = 'google_brand' then 'search_brand'
            when united.platform = 'google_ads' then 'search_non_brand'
            when channel_grouping.channel = 'facebook_retargeting' then 'social_retargeting'
            when united.platform = 'facebook_ads' then 'social_prospecting'
            when united.platform = 'linkedin_ads' then 'social_business'
            when united.objective = 'series' then 'email_series'
            else 'email_mailing'
        end as campaign_type,
        {{ campaign_status('united.platform_status') }} as campaign_status,
        united.objective,
        channel_grouping.channel,
        united.utm_campaign,
        {{ campaign_budget_tier('united.budget_usd') }} as budget_tier,
        united.budget_usd,
        cast(united.planned_spend_usd as decimal(14, 2)) as planned_spend_usd,
        cast(united.ad_groups as integer) as ad_groups,
        cast(united.ads as integer) as ads,
        united.start_date,
        united.end_date

    from united
    left join channel_grouping
        on united.utm_source = channel_grouping.utm_source
        and united.utm_medium = channel_grouping.utm_medium

)

select * from final
