-- Whatever the model, the mart holds all spend, all conversions and all their revenue: a join
-- to conversions neither multiplies spend nor drops a channel that won nobody.
with

mart as (

    select
        model,
        sum(spend_usd) as spend_usd,
        sum(attributed_conversions) as conversions,
        sum(attributed_revenue) as revenue

    from {{ ref('marketing_channel_performance') }}
    group by model

),

spend as (

    select sum(spend_usd) as spend_usd
    from {{ ref('int_campaigns__daily_performance') }}

),

conversions as (

    select
        count(*) as conversions,
        sum(revenue) as revenue

    from {{ ref('int_marketing__conversions') }}

)

select
    mart.*,
    spend.spend_usd as spend_expected,
    conversions.conversions as conversions_expected,
    conversions.revenue as revenue_expected

from mart
cross join spend
cross join conversions
where mart.spend_usd <> spend.spend_usd
    or abs(mart.conversions - conversions.conversions) > 1e-4
    or abs(mart.revenue - conversions.revenue) > 1
