with

-- 1 what the mart has for each model
by_model as (

    select
        model,
        sum(attributed_revenue) as revenue

    from {{ ref('marketing_channel_performance') }}
    group by model

),

-- 2 what there is to share out
expected as (

    select sum(revenue) as revenue
    from {{ ref('int_marketing__conversions') }}

)

-- 3 the models that lose some or make some up
select
    by_model.model,
    by_model.revenue,
    expected.revenue as expected

from by_model
cross join expected
where abs(by_model.revenue - expected.revenue) > 1
