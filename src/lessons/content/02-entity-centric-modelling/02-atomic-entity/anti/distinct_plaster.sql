-- code: M-DISTINCT
-- headline: {n} {are} still wrong.
-- feedback: Equal rows are gone, but a customer with places in two regions still has two, and counts in both: see {key}. After which step is there one row for each customer?
{{ config(tags=['pattern:rollup']) }}

with

customers as (

    select * from {{ ref('entity_customers') }}
    where monthly_recurring_revenue > 0

),

locations as (

    select * from {{ ref('entity_locations') }}

),

home_regions as (

    select distinct
        customer_id,
        region

    from locations
    where region is not null

),

segmented as (

    select
        customers.customer_id,
        customers.customer_tier,
        coalesce(customers.industry, 'unknown') as industry,
        coalesce(home_regions.region, 'unknown') as region,
        customers.monthly_recurring_revenue

    from customers
    left join home_regions on customers.customer_id = home_regions.customer_id

),

-- All eight combinations of the three; grouping_id has a bit for each that is summed over:
-- 4 the tier, 2 the industry, 1 the region.
rolled_up as (

    select
        case when grouping(customer_tier) = 1 then 'total' else customer_tier end as customer_tier,
        case when grouping(industry) = 1 then 'total' else industry end as industry,
        case when grouping(region) = 1 then 'total' else region end as region,
        cast(grouping_id(customer_tier, industry, region) as integer) as grouping_id,
        count(*) as customers,
        sum(monthly_recurring_revenue) as mrr

    from segmented
    group by cube (customer_tier, industry, region)

),

final as (

    select
        customer_tier,
        industry,
        region,
        grouping_id,
        customers,
        cast(mrr as decimal(14, 2)) as mrr,
        cast({{ safe_divide('mrr', 'customers') }} as decimal(12, 2)) as arpa

    from rolled_up

)

select * from final
order by grouping_id, customer_tier, industry, region
