-- code: M-FANOUT
-- headline: {n} {are} multiplied by the join.
-- feedback: You joined days of spend to touches and added up afterwards: in {key} each touch meets every day of every campaign of its month. What is one row of either side before the join?
with

spend as (

    select *, cast(date_trunc('month', date_day) as date) as month
    from {{ ref('int_campaigns__daily_performance') }}

),

credits as (

    select *, cast(date_trunc('month', converted_at) as date) as month
    from {{ ref('int_campaigns__attribution') }}
    where model = 'linear'

)

select
    coalesce(spend.month, credits.month) as month,
    coalesce(spend.channel, credits.channel) as channel,
    coalesce(cast(sum(spend.spend_usd) as double), 0) as spend_usd,
    coalesce(sum(credits.credit), 0) as conversions,
    coalesce(sum(credits.attributed_revenue), 0) as revenue,
    coalesce(sum(credits.attributed_revenue), 0) / nullif(cast(sum(spend.spend_usd) as double), 0) as roas,
    coalesce(cast(sum(spend.spend_usd) as double), 0) / nullif(sum(credits.credit), 0) as cac

from spend
full outer join credits
    on spend.month = credits.month
    and spend.channel = credits.channel
group by coalesce(spend.month, credits.month), coalesce(spend.channel, credits.channel)
