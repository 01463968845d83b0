with

-- 1 what the mart has for each model
by_model as (

    select
        model,
        sum(spend_usd) as spend_usd

    from {{ ref('marketing_channel_performance') }}
    group by model

),

-- 2 what there is to share out
expected as (

    select sum(spend_usd) as spend_usd
    from {{ ref('int_campaigns__daily_performance') }}

)

-- 3 the models that lose some or make some up
select
    by_model.model,
    by_model.spend_usd,
    expected.spend_usd as expected

from by_model
cross join expected
where by_model.spend_usd <> expected.spend_usd
