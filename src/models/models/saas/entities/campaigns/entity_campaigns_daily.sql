-- One row per campaign and day, without gaps, from its first delivery or touch to its last.
{{ config(tags=['pattern:window', 'pattern:statistics']) }}

{%- set days = var('campaign_anomaly_days') %}

with

daily_performance as (

    select * from {{ ref('int_campaigns__daily_performance') }}

),

-- Credit belongs to the day of the touch, as what platforms report belongs to the day of the
-- click. So the two can be compared.
credits_per_day as (

    select
        campaign_key,
        cast(touched_at as date) as date_day,
        sum(credit) as attributed_conversions,
        sum(attributed_revenue) as attributed_revenue

    from {{ ref('int_campaigns__attribution') }}
    where model = '{{ var("attribution_default_model") }}'
        and campaign_key is not null
    group by campaign_key, cast(touched_at as date)

),

campaigns as (

    select
        campaign_key,
        platform,
        channel

    from {{ ref('int_campaigns__core') }}

),

date_spine as (

    select date_day from {{ ref('int_calendar__date_spine') }}

),

lifespans as (

    select
        campaign_key,
        min(date_day) as first_day,
        max(date_day) as last_day

    from (
        select campaign_key, date_day from daily_performance
        union all
        select campaign_key, date_day from credits_per_day
    ) as active_days
    group by campaign_key

),

dense as (

    select
        lifespans.campaign_key,
        date_spine.date_day,
        coalesce(daily_performance.spend_usd, 0) as spend_usd,
        coalesce(daily_performance.impressions, 0) as impressions,
        coalesce(daily_performance.clicks, 0) as clicks,
        daily_performance.platform_conversions,
        coalesce(credits_per_day.attributed_conversions, 0) as attributed_conversions,
        coalesce(credits_per_day.attributed_revenue, 0) as attributed_revenue,
        {{ safe_divide('cast(daily_performance.clicks as double)', 'daily_performance.impressions') }} as ctr

    from lifespans
    inner join date_spine
        on date_spine.date_day between lifespans.first_day and lifespans.last_day
    left join daily_performance
        on lifespans.campaign_key = daily_performance.campaign_key
        and date_spine.date_day = daily_performance.date_day
    left join credits_per_day
        on lifespans.campaign_key = credits_per_day.campaign_key
        and date_spine.date_day = credits_per_day.date_day

),

-- A day is judged against the days before it, not against itself.
with_windows as (

    select
        *,
        sum(spend_usd) over (
            partition by campaign_key order by date_day
            rows between unbounded preceding and current row
        ) as cumulative_spend_usd,
        avg(spend_usd) over (
            partition by campaign_key order by date_day rows between 6 preceding and current row
        ) as spend_avg_7d,
        count(*) over days_before as days_known,
        avg(spend_usd) over days_before as spend_mean,
        stddev_samp(cast(spend_usd as double)) over days_before as spend_deviation,
        count(ctr) over days_before as ctr_days_known,
        avg(ctr) over days_before as ctr_mean,
        stddev_samp(ctr) over days_before as ctr_deviation

    from dense
    window days_before as (
        partition by campaign_key order by date_day
        rows between {{ days }} preceding and 1 preceding
    )

),

final as (

    select
        with_windows.campaign_key,
        campaigns.platform,
        campaigns.channel,
        cast(with_windows.spend_usd as decimal(18, 4)) as spend_usd,
        cast(with_windows.cumulative_spend_usd as decimal(18, 4)) as cumulative_spend_usd,
        round(cast(with_windows.spend_avg_7d as double), 6) as spend_avg_7d,
        with_windows.impressions,
        with_windows.clicks,
        round(with_windows.ctr, 8) as ctr,
        round({{ safe_divide('cast(with_windows.spend_usd as double)', 'with_windows.clicks') }}, 6) as cpc,
        with_windows.platform_conversions,
        round(with_windows.attributed_conversions, 9) as attributed_conversions,
        round(with_windows.attributed_revenue, 6) as attributed_revenue,
        coalesce(
            with_windows.days_known = {{ days }}
            and abs(with_windows.spend_usd - with_windows.spend_mean)
                > {{ var('campaign_anomaly_z') }} * with_windows.spend_deviation + 1e-9,
            false
        ) as is_spend_anomaly,
        coalesce(
            with_windows.ctr_days_known = {{ days }}
            and abs(with_windows.ctr - with_windows.ctr_mean)
                > {{ var('campaign_anomaly_z') }} * with_windows.ctr_deviation + 1e-9,
            false
        ) as is_performance_anomaly,
        with_windows.date_day

    from with_windows
    inner join campaigns on with_windows.campaign_key = campaigns.campaign_key

)

select * from final
order by campaign_key, date_day
