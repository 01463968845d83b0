-- code: M-FANOUT
-- headline: {n} {are} still there more than once.
-- feedback: {key} has a row for each customer, and they differ in their credits, so distinct keeps them all. Which step makes them?
-- One row per month, channel and model: what was spent, and what it brought in by that model.
-- Channels that cost something and brought nothing stay, and so do those that cost nothing.
{{ config(tags=['pattern:pivot']) }}

with

attribution as (

    select * from {{ ref('int_campaigns__attribution') }}

),

campaigns_daily as (

    select * from {{ ref('entity_campaigns_daily') }}

),

campaigns as (

    select
        campaign_key,
        channel

    from {{ ref('entity_campaigns') }}

),

-- One row per month and channel before the join.
spend as (

    select
        campaigns.channel,
        sum(campaigns_daily.spend_usd) as spend_usd,
        cast(date_trunc('month', campaigns_daily.date_day) as date) as month

    from campaigns_daily
    inner join campaigns on campaigns_daily.campaign_key = campaigns.campaign_key
    group by campaigns.channel, cast(date_trunc('month', campaigns_daily.date_day) as date)

),

-- Customers are counted in the month in which they were won.
credits as (

    select
        customer_id,
        channel,
        {%- for model in attribution_models() %}
        sum(credit) filter (where model = '{{ model }}') as {{ model }}_conversions,
        sum(attributed_revenue) filter (where model = '{{ model }}') as {{ model }}_revenue,
        {%- endfor %}
        cast(date_trunc('month', converted_at) as date) as month

    from attribution
    group by customer_id, channel, cast(date_trunc('month', converted_at) as date)

),

wide as (

    select
        coalesce(spend.month, credits.month) as month,
        coalesce(spend.channel, credits.channel) as channel,
        coalesce(spend.spend_usd, 0) as spend_usd,
        {%- for model in attribution_models() %}
        coalesce(credits.{{ model }}_conversions, 0) as {{ model }}_conversions,
        coalesce(credits.{{ model }}_revenue, 0) as {{ model }}_revenue{{ ',' if not loop.last }}
        {%- endfor %}

    from spend
    full outer join credits
        on spend.month = credits.month
        and spend.channel = credits.channel

),

-- Back to one row per model, now with a row for each.
long as (

    {%- for model in attribution_models() %}
    {{ 'union all' if not loop.first }}
    select
        month,
        channel,
        '{{ model }}' as model,
        spend_usd,
        {{ model }}_conversions as attributed_conversions,
        {{ model }}_revenue as attributed_revenue

    from wide
    {% endfor %}
),

final as (

    select distinct
        channel,
        model,
        cast(spend_usd as decimal(18, 4)) as spend_usd,
        round(attributed_conversions, 9) as attributed_conversions,
        round(attributed_revenue, 4) as attributed_revenue,
        round({{ safe_divide('attributed_revenue', 'cast(spend_usd as double)') }}, 6) as roas,
        round({{ safe_divide(
            'attributed_revenue * ' ~ var('gross_margin') ~ ' - cast(spend_usd as double)',
            'cast(spend_usd as double)'
        ) }}, 6) as roi,
        round({{ safe_divide('cast(spend_usd as double)', 'round(attributed_conversions, 9)') }}, 6) as cac,
        month

    from long

)

select * from final
order by month, channel, model
