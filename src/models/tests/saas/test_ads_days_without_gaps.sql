-- A day that a platform lost is filled: whatever keywords or creatives know of a campaign's day
-- is in its daily performance.
with

known_days as (

    select distinct
        {{ campaign_key('google_ads', 'ad_groups.campaign_id') }} as campaign_key,
        keyword_stats.date_day

    from {{ ref('stg_google_ads__keyword_stats') }} as keyword_stats
    inner join {{ ref('stg_google_ads__ad_groups') }} as ad_groups
        on keyword_stats.ad_group_id = ad_groups.ad_group_id
        and ad_groups.is_current

    union

    select
        {{ campaign_key('linkedin_ads', 'campaign_id') }},
        date_day

    from {{ ref('stg_linkedin_ads__creatives') }}

)

select known_days.*
from known_days
anti join {{ ref('int_campaigns__daily_performance') }} as daily_performance
    on known_days.campaign_key = daily_performance.campaign_key
    and known_days.date_day = daily_performance.date_day
