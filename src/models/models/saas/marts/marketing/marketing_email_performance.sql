-- One row per e-mail campaign that sent something, of both tools that send e-mail.
{{ config(tags=['pattern:dedup']) }}

with

iterable_events as (

    select * from {{ ref('stg_iterable__events') }}

),

hubspot_events as (

    select * from {{ ref('stg_hubspot__email_events') }}

),

unsubscribes as (

    select distinct
        email,
        unsubscribed_at

    from {{ ref('stg_iterable__unsubscribes') }}

),

iterable_users as (

    select email from {{ ref('stg_iterable__users') }}
    where is_current

),

hubspot_campaigns as (

    select * from {{ ref('stg_hubspot__email_campaigns') }}

),

campaigns as (

    select
        campaign_key,
        campaign_name,
        platform

    from {{ ref('entity_campaigns') }}

),

-- A message is opened more than once, and counts once. HubSpot has no messages, but sends a
-- letter to a person once.
events as (

    select
        {{ campaign_key('iterable', 'campaign_id') }} as campaign_key,
        message_id,
        email,
        event_name,
        occurred_at

    from iterable_events

    union all

    select
        {{ campaign_key('hubspot', 'hubspot_campaigns.email_campaign_id') }},
        hubspot_events.recipient_email,
        hubspot_events.recipient_email,
        case hubspot_events.event_type
            when 'sent' then 'send'
            when 'spamreport' then 'complaint'
            when 'statuschange' then 'unsubscribe'
            else hubspot_events.event_type
        end,
        hubspot_events.occurred_at

    from hubspot_events
    inner join hubspot_campaigns on hubspot_events.email_campaign_id = hubspot_campaigns.email_campaign_id

),

-- Most people leave on the page of preferences. The last message before it was the reason, if
-- it was not long ago.
opt_outs as (

    select events.campaign_key
    from unsubscribes
    inner join events
        on unsubscribes.email = events.email
        and events.event_name = 'send'
        and events.occurred_at <= unsubscribes.unsubscribed_at
        and events.occurred_at
            > unsubscribes.unsubscribed_at - interval '{{ var("email_opt_out_days") }} days'
    qualify row_number() over (
        partition by unsubscribes.email, unsubscribes.unsubscribed_at
        order by events.occurred_at desc, events.campaign_key, events.message_id
    ) = 1

),

opt_outs_per_campaign as (

    select
        campaign_key,
        count(*) as preference_opt_outs

    from opt_outs
    group by campaign_key

),

counted as (

    select
        events.campaign_key,
        count(distinct events.message_id) filter (where events.event_name = 'send') as sent,
        count(distinct events.message_id) filter (where events.event_name = 'bounce') as bounces,
        count(distinct events.message_id) filter (where events.event_name = 'open') as unique_opens,
        count(distinct events.message_id) filter (where events.event_name = 'click') as unique_clicks,
        count(distinct events.message_id) filter (where events.event_name = 'unsubscribe') as unsubscribes,
        count(distinct events.message_id) filter (where events.event_name = 'complaint') as complaints,
        count(distinct events.email) as recipients,
        count(distinct iterable_users.email) as known_recipients,
        cast(min(events.occurred_at) as date) as first_sent_date

    from events
    left join iterable_users on events.email = iterable_users.email
    group by events.campaign_key

),

final as (

    select
        counted.campaign_key,
        campaigns.campaign_name,
        campaigns.platform,
        cast(counted.sent as integer) as sent,
        cast(counted.sent - counted.bounces as integer) as delivered,
        cast(counted.unique_opens as integer) as unique_opens,
        cast(counted.unique_clicks as integer) as unique_clicks,
        cast(counted.bounces as integer) as bounces,
        cast(counted.unsubscribes as integer) as unsubscribes,
        cast(counted.complaints as integer) as complaints,
        cast(coalesce(opt_outs_per_campaign.preference_opt_outs, 0) as integer) as preference_opt_outs,
        cast(counted.recipients as integer) as recipients,
        cast(counted.known_recipients as integer) as known_recipients,
        round({{ safe_divide('cast(counted.unique_opens as double)', 'counted.sent - counted.bounces') }}, 9)
            as open_rate,
        round({{ safe_divide('cast(counted.unique_clicks as double)', 'counted.sent - counted.bounces') }}, 9)
            as click_rate,
        round({{ safe_divide('cast(counted.bounces as double)', 'counted.sent') }}, 9) as bounce_rate,
        counted.first_sent_date

    from counted
    inner join campaigns on counted.campaign_key = campaigns.campaign_key
    left join opt_outs_per_campaign on counted.campaign_key = opt_outs_per_campaign.campaign_key
    where counted.sent > 0

)

select * from final
