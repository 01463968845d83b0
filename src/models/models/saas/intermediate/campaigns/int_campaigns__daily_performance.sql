-- One row per campaign and day on which the platform delivered something. Built
-- incrementally: each run reads the last 30 days again, since platforms restate them.
{{ config(
    materialized='incremental',
    unique_key=['campaign_key', 'date_day'],
    incremental_strategy='delete+insert',
    on_schema_change='append_new_columns',
    tags=['pattern:incremental', 'pattern:asof'],
) }}

{#- The part of a source that this run has to read. -#}
{%- set days_to_read -%}
    {%- if is_incremental() -%}
        {{ incremental_lookback('date_day', var('ads_lookback_days')) }}
    {%- else -%}
        true
    {%- endif -%}
{%- endset -%}

with

campaigns as (

    select * from {{ ref('int_campaigns__core') }}

),

exchange_rates as (

    select
        upper(currency) as currency,
        date_day,
        usd_rate

    from {{ ref('stg_reference__exchange_rates') }}

),

google_currencies as (

    select campaign_id, currency from {{ ref('stg_google_ads__campaigns') }}
    where is_current

),

google_stats as (

    select
        campaign_id,
        date_day,
        sum(impressions) as impressions,
        sum(clicks) as clicks,
        sum(spend_local) as spend_local,
        sum(platform_conversions) as platform_conversions,
        sum(conversion_value) as conversion_value,
        false as is_filled

    from {{ ref('stg_google_ads__campaign_stats') }}
    where {{ days_to_read }}
    group by campaign_id, date_day

),

-- The keywords of a campaign add up to it, so they stand in for days that Google lost.
google_keyword_days as (

    select
        ad_groups.campaign_id,
        keyword_stats.date_day,
        sum(keyword_stats.impressions) as impressions,
        sum(keyword_stats.clicks) as clicks,
        sum(keyword_stats.spend_local) as spend_local,
        sum(keyword_stats.platform_conversions) as platform_conversions,
        sum(keyword_stats.conversion_value) as conversion_value,
        true as is_filled

    from {{ ref('stg_google_ads__keyword_stats') }} as keyword_stats
    inner join {{ ref('stg_google_ads__keywords') }} as keywords
        on keyword_stats.criterion_id = keywords.criterion_id
        and keywords.is_current
    inner join {{ ref('stg_google_ads__ad_groups') }} as ad_groups
        on keywords.ad_group_id = ad_groups.ad_group_id
        and ad_groups.is_current
    where {{ days_to_read }}
    group by ad_groups.campaign_id, keyword_stats.date_day

),

google_days as (

    select * from google_stats
    union all
    select google_keyword_days.* from google_keyword_days
    anti join google_stats
        on google_keyword_days.campaign_id = google_stats.campaign_id
        and google_keyword_days.date_day = google_stats.date_day

),

facebook_ads as (

    select ad_id, campaign_id from {{ ref('stg_facebook_ads__ads') }}
    where is_current

),

facebook_delivery as (

    select
        facebook_ads.campaign_id,
        ad_daily.date_day,
        sum(ad_daily.impressions) as impressions,
        sum(ad_daily.clicks) as clicks,
        sum(ad_daily.spend) as spend_local

    from {{ ref('stg_facebook_ads__ad_daily') }} as ad_daily
    inner join facebook_ads on ad_daily.ad_id = facebook_ads.ad_id
    where {{ days_to_read }}
    group by facebook_ads.campaign_id, ad_daily.date_day

),

-- One kind of action only. Kinds contain each other: a sum over them counts one person three
-- or four times.
facebook_conversions as (

    select
        facebook_ads.campaign_id,
        ad_actions.date_day,
        sum(ad_actions.action_count) as platform_conversions

    from {{ ref('stg_facebook_ads__ad_actions') }} as ad_actions
    inner join facebook_ads on ad_actions.ad_id = facebook_ads.ad_id
    where ad_actions.action_type = '{{ var("facebook_conversion_action") }}'
        and {{ days_to_read }}
    group by facebook_ads.campaign_id, ad_actions.date_day

),

facebook_currencies as (

    select campaign_id, currency from {{ ref('stg_facebook_ads__campaigns') }}
    where is_current

),

linkedin_currencies as (

    select campaign_id, currency from {{ ref('stg_linkedin_ads__campaigns') }}
    where is_current

),

linkedin_stats as (

    select
        campaign_id,
        date_day,
        impressions,
        clicks,
        spend_usd,
        conversion_value_local,
        false as is_filled

    from {{ ref('stg_linkedin_ads__campaign_daily') }}
    where {{ days_to_read }}

),

linkedin_creative_days as (

    select
        campaign_id,
        date_day,
        sum(impressions) as impressions,
        sum(clicks) as clicks,
        sum(spend_usd) as spend_usd,
        null as conversion_value_local,
        true as is_filled

    from {{ ref('stg_linkedin_ads__creatives') }}
    where {{ days_to_read }}
    group by campaign_id, date_day

),

linkedin_days as (

    select * from linkedin_stats
    union all
    select linkedin_creative_days.* from linkedin_creative_days
    anti join linkedin_stats
        on linkedin_creative_days.campaign_id = linkedin_stats.campaign_id
        and linkedin_creative_days.date_day = linkedin_stats.date_day

),

-- E-mail costs nothing by the message. A delivered message is an impression, and a click
-- counts once per message and day.
email_events as (

    select
        {{ campaign_key('iterable', 'campaign_id') }} as campaign_key,
        event_name,
        message_id,
        cast(occurred_at as date) as date_day

    from {{ ref('stg_iterable__events') }}

    union all

    select
        {{ campaign_key('hubspot', 'email_campaign_id') }},
        case event_type when 'sent' then 'send' else event_type end,
        recipient_email,
        cast(occurred_at as date)

    from {{ ref('stg_hubspot__email_events') }}

),

email_days as (

    select
        campaign_key,
        date_day,
        greatest(
            0,
            count(*) filter (where event_name = 'send') - count(*) filter (where event_name = 'bounce')
        ) as impressions,
        count(distinct message_id) filter (where event_name = 'click') as clicks

    from email_events
    where {{ days_to_read }}
    group by campaign_key, date_day

),

united as (

    select
        {{ campaign_key('google_ads', 'google_days.campaign_id') }} as campaign_key,
        google_currencies.currency,
        cast(google_days.spend_local as decimal(18, 6)) as spend,
        google_currencies.currency as spend_currency,
        google_days.impressions,
        google_days.clicks,
        cast(google_days.platform_conversions as decimal(12, 2)) as platform_conversions,
        cast(google_days.conversion_value as decimal(14, 2)) as conversion_value,
        google_days.is_filled,
        google_days.date_day

    from google_days
    inner join google_currencies on google_days.campaign_id = google_currencies.campaign_id

    union all

    select
        {{ campaign_key('facebook_ads', 'facebook_currencies.campaign_id') }},
        facebook_currencies.currency,
        coalesce(facebook_delivery.spend_local, 0),
        facebook_currencies.currency,
        coalesce(facebook_delivery.impressions, 0),
        coalesce(facebook_delivery.clicks, 0),
        coalesce(facebook_conversions.platform_conversions, 0),
        null,
        false,
        coalesce(facebook_delivery.date_day, facebook_conversions.date_day)

    from facebook_delivery
    full outer join facebook_conversions
        on facebook_delivery.campaign_id = facebook_conversions.campaign_id
        and facebook_delivery.date_day = facebook_conversions.date_day
    inner join facebook_currencies
        on coalesce(facebook_delivery.campaign_id, facebook_conversions.campaign_id)
            = facebook_currencies.campaign_id

    union all

    select
        {{ campaign_key('linkedin_ads', 'linkedin_days.campaign_id') }},
        linkedin_currencies.currency,
        linkedin_days.spend_usd,
        'USD',
        linkedin_days.impressions,
        linkedin_days.clicks,
        null,
        linkedin_days.conversion_value_local,
        linkedin_days.is_filled,
        linkedin_days.date_day

    from linkedin_days
    inner join linkedin_currencies on linkedin_days.campaign_id = linkedin_currencies.campaign_id

    union all

    select
        campaign_key,
        'USD',
        0,
        'USD',
        impressions,
        clicks,
        null,
        null,
        false,
        date_day

    from email_days

),

-- The rate of the day, or the last one known before it: none is fixed at weekends.
with_rates as (

    select
        united.*,
        case when united.currency = 'USD' then 1 else exchange_rates.usd_rate end as usd_rate

    from united
    asof left join exchange_rates
        on united.currency = exchange_rates.currency
        and united.date_day >= exchange_rates.date_day

),

final as (

    select
        with_rates.campaign_key,
        campaigns.platform,
        campaigns.channel,
        with_rates.currency as account_currency,
        cast(
            with_rates.spend
            * case when with_rates.spend_currency = 'USD' then 1 else with_rates.usd_rate end
        as decimal(18, 4)) as spend_usd,
        cast(with_rates.impressions as bigint) as impressions,
        cast(with_rates.clicks as bigint) as clicks,
        with_rates.platform_conversions,
        cast(with_rates.conversion_value * with_rates.usd_rate as decimal(18, 4)) as conversion_value_usd,
        with_rates.is_filled,
        with_rates.date_day

    from with_rates
    inner join campaigns on with_rates.campaign_key = campaigns.campaign_key

)

select * from final
order by date_day, campaign_key
