-- One row per experiment: what attribution says that its channel brings, and what the experiment
-- says.
{{ config(tags=['pattern:statistics']) }}

with

geo_holdout as (

    select * from {{ ref('int_marketing__geo_holdout') }}

),

attribution as (

    select * from {{ ref('int_campaigns__attribution') }}
    where model = 'last_touch'

),

campaigns_daily as (

    select * from {{ ref('entity_campaigns_daily') }}

),

results as (

    {{ holdout_results('geo_holdout') }}

),

-- Everything that was sold during the test, and the part of it that last touch gives to the
-- channel.
sales as (

    select
        results.experiment_id,
        sum(attribution.attributed_revenue) as revenue,
        sum(attribution.attributed_revenue) filter (
            where attribution.channel = results.channel
        ) as channel_revenue

    from results
    inner join attribution
        on cast(attribution.converted_at as date) between results.test_from and results.test_to
    group by results.experiment_id

),

channel_spend as (

    select
        results.experiment_id,
        sum(campaigns_daily.spend_usd) as spend_usd

    from results
    inner join campaigns_daily
        on results.channel = campaigns_daily.channel
        and campaigns_daily.date_day between results.test_from and results.test_to
    group by results.experiment_id

),

final as (

    select
        results.channel,
        results.experiment_id,
        cast(results.control_test + results.holdout_test as integer) as leads_in_test,
        cast(channel_spend.spend_usd as decimal(18, 4)) as spend_usd,
        round(
            cast(results.control_channel_conversions as double) / nullif(results.control_conversions, 0)
        , 9) as attributed_share,
        round(cast(results.control_channel_leads as double) / nullif(results.control_test, 0), 9)
            as last_click_lead_share,
        round(results.measured_lift, 9) as measured_lift,
        round(results.standard_error, 9) as standard_error,
        round(results.ci_low, 9) as ci_low,
        round(results.ci_high, 9) as ci_high,
        -- Only states in which the channel was on can have earned something by it.
        round(
            results.measured_lift * sales.revenue
                * results.control_test / nullif(results.control_test + results.holdout_test, 0)
                / nullif(cast(channel_spend.spend_usd as double), 0)
        , 6) as incremental_roas,
        round(
            coalesce(sales.channel_revenue, 0) / nullif(cast(channel_spend.spend_usd as double), 0)
        , 6) as attributed_roas,
        results.ci_low <= 0 and results.ci_high >= 0 as is_zero_possible,
        results.test_from,
        results.test_to

    from results
    left join sales on results.experiment_id = sales.experiment_id
    left join channel_spend on results.experiment_id = channel_spend.experiment_id

)

select * from final
