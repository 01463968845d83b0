-- One row per creative and day on which it was seen. What the creative is comes from its
-- last version.
{{ config(tags=['pattern:dedup']) }}

with

creatives as (

    select * from {{ source('linkedin_ads', 'creative_history') }}
    {{ dedupe('id', 'last_modified_time desc, _synced_at') }}

),

analytics as (

    select * from {{ source('linkedin_ads', 'ad_analytics_by_creative') }}
    {{ dedupe('creative_id, day', '_synced_at desc') }}

),

final as (

    select
        analytics.creative_id,
        creatives.campaign_id,
        lower(creatives.status) as status,
        lower(creatives.type) as type,
        {{ utm_tag('creatives.click_uri', 'campaign') }} as utm_campaign,
        analytics.impressions,
        analytics.clicks,
        cast(analytics.cost_in_usd as decimal(12, 2)) as spend_usd,
        {{ dq_flags([
            "creatives.id is null",
            "analytics.clicks > analytics.impressions",
            "analytics.cost_in_usd < 0 or analytics.impressions < 0 or analytics.clicks < 0",
        ]) }} as dq_flags,
        analytics.day as date_day,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from analytics
    left join creatives on analytics.creative_id = creatives.id

)

select * from final
