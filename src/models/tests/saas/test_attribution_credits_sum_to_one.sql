-- Every model gives each conversion its whole credit, no more and no less, and with it the
-- whole revenue.
with

models as (

    {%- for model in attribution_models() %}
    {{ 'union all' if not loop.first }}
    select '{{ model }}' as model
    {%- endfor %}

),

conversions as (

    select
        models.model,
        conversions.conversion_id,
        conversions.revenue

    from {{ ref('int_marketing__conversions') }} as conversions
    cross join models

),

credits as (

    select
        model,
        conversion_id,
        sum(credit) as credit,
        sum(attributed_revenue) as revenue

    from {{ ref('int_campaigns__attribution') }}
    group by model, conversion_id

)

select
    conversions.model,
    conversions.conversion_id,
    credits.credit,
    credits.revenue

from conversions
full outer join credits
    on conversions.model = credits.model
    and conversions.conversion_id = credits.conversion_id
where conversions.conversion_id is null
    or credits.credit is null
    or abs(credits.credit - 1) > 1e-9
    or abs(credits.revenue - conversions.revenue) > 0.001
