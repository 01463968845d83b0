-- code: M-COUNTROWS
-- headline: {n} {are} counted in touches.
-- feedback: A conversion with five touches has five rows here, so {key} shows more conversions than there were. Which column says how much of a conversion a row is?
with

spend as (

    select
        cast(date_trunc('month', date_day) as date) as month,
        channel,
        cast(sum(spend_usd) as double) as spend_usd

    from {{ ref('int_campaigns__daily_performance') }}
    group by cast(date_trunc('month', date_day) as date), channel

),

credits as (

    select
        cast(date_trunc('month', converted_at) as date) as month,
        channel,
        count(*) as conversions,
        sum(attributed_revenue) as revenue

    from {{ ref('int_campaigns__attribution') }}
    where model = 'linear'
    group by cast(date_trunc('month', converted_at) as date), channel

),

final as (

    select
        coalesce(spend.month, credits.month) as month,
        coalesce(spend.channel, credits.channel) as channel,
        coalesce(spend.spend_usd, 0) as spend_usd,
        coalesce(credits.conversions, 0) as conversions,
        coalesce(credits.revenue, 0) as revenue,
        coalesce(credits.revenue, 0) / nullif(spend.spend_usd, 0) as roas,
        coalesce(spend.spend_usd, 0) / nullif(credits.conversions, 0) as cac

    from spend
    full outer join credits
        on spend.month = credits.month
        and spend.channel = credits.channel

)

select * from final
