-- Names that were changed by hand are brought back: every version of a campaign carries the
-- name of its tag, in one spelling.
select
    campaign_id,
    campaign_name,
    utm_campaign

from {{ ref('stg_google_ads__campaigns') }}
where campaign_name <> utm_campaign

union all

select
    campaigns.campaign_id,
    campaigns.campaign_name,
    ads.utm_campaign

from {{ ref('stg_facebook_ads__campaigns') }} as campaigns
inner join {{ ref('stg_facebook_ads__ads') }} as ads
    on campaigns.campaign_id = ads.campaign_id
where campaigns.campaign_name <> ads.utm_campaign

union all

select
    campaigns.campaign_id,
    campaigns.campaign_name,
    creatives.utm_campaign

from {{ ref('stg_linkedin_ads__campaigns') }} as campaigns
inner join {{ ref('stg_linkedin_ads__creatives') }} as creatives
    on campaigns.campaign_id = creatives.campaign_id
where campaigns.campaign_name <> creatives.utm_campaign

union all

select
    campaign_id,
    campaign_name,
    null as utm_campaign

from {{ ref('stg_iterable__campaigns') }}
where campaign_name <> lower(campaign_name)
    or campaign_name like '%\_%' escape '\'
