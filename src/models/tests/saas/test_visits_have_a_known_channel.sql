-- However a source was spelled, and even where the tags were lost, the channel is known: no tag
-- that the seed does not know, no click on an advertisement outside the paid channels, and no
-- campaign of ours under another channel than its own.
with

visits as (

    select
        visits.visit_id,
        visits.channel,
        campaigns.channel as channel_of_campaign,
        web_sessions.gclid is not null
            or web_sessions.fbclid is not null
            or web_sessions.li_fat_id is not null as has_click_id

    from {{ ref('int_sessions__web_stitched') }} as visits
    inner join {{ ref('stg_app_database__web_sessions') }} as web_sessions
        on visits.visit_id = web_sessions.visit_id
    left join {{ ref('int_campaigns__core') }} as campaigns
        on visits.utm_campaign = campaigns.utm_campaign

)

select *
from visits
where channel = 'other'
    or (has_click_id and channel in ('organic', 'direct', 'referral', 'email', 'partner'))
    or channel <> channel_of_campaign
