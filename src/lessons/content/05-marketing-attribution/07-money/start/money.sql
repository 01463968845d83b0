-- What each channel cost and earned in each month.
-- So far this is the spend. Bring the credits of the model 'linear' to the same grain, then put both side by side.
with

spend as (

    select
        cast(date_trunc('month', date_day) as date) as month,
        channel,
        cast(sum(spend_usd) as double) as spend_usd

    from {{ ref('int_campaigns__daily_performance') }}
    group by cast(date_trunc('month', date_day) as date), channel

)

select
    month,
    channel,
    spend_usd,
    0 as conversions,
    0 as revenue,
    null as roas,
    null as cac

from spend
