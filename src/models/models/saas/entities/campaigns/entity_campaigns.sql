-- One row per campaign, as it is on as_of_date.
{{ config(tags=['pattern:statistics']) }}

{%- set models = ['first_touch', 'last_touch', 'linear', 'time_decay', 'position_based'] %}

with

campaigns as (

    select * from {{ ref('int_campaigns__core') }}

),

daily_performance as (

    select * from {{ ref('int_campaigns__daily_performance') }}

),

attribution as (

    select * from {{ ref('int_campaigns__attribution') }}
    where campaign_key is not null

),

geo_holdout as (

    select * from {{ ref('int_marketing__geo_holdout') }}

),

holdout_results as (

    {{ holdout_results('geo_holdout') }}

),

-- The last test of a channel speaks for it.
channel_tests as (

    select
        channel,
        incremental_per_channel_lead

    from holdout_results
    qualify row_number() over (partition by channel order by experiment_id desc) = 1

),

delivery as (

    select
        campaign_key,
        sum(spend_usd) as spend_usd,
        sum(impressions) as impressions,
        sum(clicks) as clicks,
        sum(platform_conversions) as platform_conversions,
        min(date_day) as first_delivery_date,
        max(date_day) as last_delivery_date

    from daily_performance
    group by campaign_key

),

credits as (

    select
        campaign_key,
        {%- for model in models %}
        sum(credit) filter (where model = '{{ model }}') as {{ model }}_conversions,
        {%- endfor %}
        sum(attributed_revenue) filter (where model = 'linear') as linear_revenue,
        sum(attributed_revenue) filter (where model = 'last_touch') as last_touch_revenue

    from attribution
    group by campaign_key

),

joined as (

    select
        campaigns.*,
        coalesce(delivery.spend_usd, 0) as spend_usd,
        coalesce(delivery.impressions, 0) as impressions,
        coalesce(delivery.clicks, 0) as clicks,
        delivery.platform_conversions,
        delivery.first_delivery_date,
        delivery.last_delivery_date,
        {%- for model in models %}
        coalesce(round(credits.{{ model }}_conversions, 6), 0) as {{ model }}_conversions,
        {%- endfor %}
        coalesce(credits.linear_revenue, 0) as linear_revenue,
        coalesce(credits.last_touch_revenue, 0) as last_touch_revenue,
        channel_tests.incremental_per_channel_lead

    from campaigns
    left join delivery on campaigns.campaign_key = delivery.campaign_key
    left join credits on campaigns.campaign_key = credits.campaign_key
    left join channel_tests on campaigns.channel = channel_tests.channel

),

judged as (

    select
        *,
        {{ safe_divide('cast(spend_usd as double)', 'linear_conversions') }} as cpa_linear,
        {{ safe_divide(
            'linear_revenue * ' ~ var('gross_margin') ~ ' - cast(spend_usd as double)',
            'cast(spend_usd as double)'
        ) }} as roi_linear,
        -- Of the leads that the channel seems to bring, only this part would not have come anyway.
        {{ safe_divide(
            'last_touch_revenue * incremental_per_channel_lead * ' ~ var('gross_margin')
                ~ ' - cast(spend_usd as double)',
            'cast(spend_usd as double)'
        ) }} as incremental_roi,
        {{ safe_divide('cast(spend_usd as double)', 'cast(planned_spend_usd as double)') }} as budget_pacing

    from joined

),

final as (

    select
        campaign_key,
        platform,
        campaign_name,
        campaign_type,
        campaign_status,
        case
            when start_date > {{ as_of_date() }} then 'planned'
            when campaign_status in ('ended', 'scheduled', 'paused') then campaign_status
            when end_date < {{ as_of_date() }} then 'ended'
            when start_date > {{ as_of_date() }} - 30 then 'new'
            else 'running'
        end as lifecycle_stage,
        channel,
        budget_tier,
        case
            when budget_pacing is null then null
            when budget_pacing > {{ var('campaign_pacing_bounds').over }} then 'over'
            when budget_pacing < {{ var('campaign_pacing_bounds').under }} then 'under'
            else 'on_track'
        end as pacing_status,
        case
            when spend_usd = 0 then 'no_spend'
            when coalesce(incremental_roi, roi_linear) < {{ var('campaign_roi_bounds').stop }}
                and coalesce(roi_linear, 0) >= {{ var('campaign_roi_bounds').stop }} then 'test'
            when roi_linear >= {{ var('campaign_roi_bounds').scale }} then 'scale'
            when roi_linear >= {{ var('campaign_roi_bounds').stop }} then 'keep'
            else 'stop'
        end as recommendation,
        budget_usd,
        cast(spend_usd as decimal(18, 4)) as spend_usd,
        cast(impressions as bigint) as impressions,
        cast(clicks as bigint) as clicks,
        platform_conversions,
        first_touch_conversions,
        last_touch_conversions,
        linear_conversions,
        time_decay_conversions,
        position_based_conversions,
        round(linear_revenue, 4) as linear_revenue,
        round(cpa_linear, 6) as cpa_linear,
        round(roi_linear, 6) as roi_linear,
        round(incremental_roi, 6) as incremental_roi,
        round(budget_pacing, 6) as budget_pacing,
        start_date,
        end_date,
        first_delivery_date,
        last_delivery_date,
        {{ as_of_date() }} as as_of_date

    from judged

)

select * from final
