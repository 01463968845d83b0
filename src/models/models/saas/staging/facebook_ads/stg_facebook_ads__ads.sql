-- One row per advertisement and version, with the tags of what it shows.
{{ config(tags=['pattern:dedup']) }}

with

ads as (

    select * from {{ source('facebook_ads', 'ad_history') }}
    {{ dedupe('id, updated_time') }}

),

creatives as (

    select id, url_tags from {{ source('facebook_ads', 'creative_history') }}
    {{ dedupe('id', 'updated_time desc, _synced_at') }}

),

final as (

    select
        ads.id as ad_id,
        ads.ad_set_id,
        ads.campaign_id,
        ads.creative_id,
        trim(ads.name) as ad_name,
        lower(ads.status) as status,
        {{ utm_tag('creatives.url_tags', 'source') }} as utm_source,
        {{ utm_tag('creatives.url_tags', 'medium') }} as utm_medium,
        {{ utm_tag('creatives.url_tags', 'campaign') }} as utm_campaign,
        {{ dq_flags([
            "creatives.id is null",
            utm_tag('creatives.url_tags', 'campaign') ~ " is null",
        ]) }} as dq_flags,
        ads.updated_time as valid_from,
        lead(ads.updated_time) over (partition by ads.id order by ads.updated_time) as valid_to,
        valid_to is null as is_current,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from ads
    left join creatives on ads.creative_id = creatives.id

)

select * from final
