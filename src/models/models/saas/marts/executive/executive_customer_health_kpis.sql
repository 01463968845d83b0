-- One row per as_of_date and customer tier, and one with the tier "total". Customers whose
-- subscription has ended are not counted.
{{ config(tags=['pattern:rollup']) }}

with

customers as (

    select * from {{ ref('entity_customers') }}
    where {{ is_live_status('subscription_status') }}

),

rolled_up as (

    select
        as_of_date,
        case when grouping(customer_tier) = 1 then 'total' else customer_tier end as customer_tier,
        count(*) as customers,
        count(*) filter (where health_band = 'healthy') as healthy_customers,
        count(*) filter (where health_band = 'at_risk') as at_risk_customers,
        count(*) filter (where health_band = 'unhealthy') as unhealthy_customers,
        count(*) filter (where churn_risk_score > {{ var('risk_high_above') }}) as high_risk_customers,
        count(*) filter (
            where churn_risk_score > {{ var('risk_medium_above') }}
                and churn_risk_score <= {{ var('risk_high_above') }}
        ) as medium_risk_customers,
        count(*) filter (where churn_risk_score <= {{ var('risk_medium_above') }}) as low_risk_customers,
        sum(monthly_recurring_revenue) as mrr,
        sum(annual_recurring_revenue) as arr,
        coalesce(sum(monthly_recurring_revenue) filter (
            where churn_risk_score > {{ var('risk_high_above') }}
        ), 0) as at_risk_mrr,
        -- A device-day weighs the same wherever it was observed; an average of the
        -- customers' ratios would not do that.
        100 * {{ safe_divide(
            'sum(device_online_ratio * observed_device_days_30d)', 'sum(observed_device_days_30d)'
        ) }} as device_uptime_pct,
        sum(active_locations) as active_locations

    from customers
    group by rollup (as_of_date, customer_tier)
    having grouping(as_of_date) = 0

),

final as (

    select
        customer_tier,
        customers,
        healthy_customers,
        at_risk_customers,
        unhealthy_customers,
        high_risk_customers,
        medium_risk_customers,
        low_risk_customers,
        cast(mrr as decimal(14, 2)) as mrr,
        cast(arr as decimal(14, 2)) as arr,
        cast({{ safe_divide('mrr', 'customers') }} as decimal(12, 2)) as mrr_per_customer,
        cast(at_risk_mrr as decimal(14, 2)) as at_risk_mrr,
        cast(device_uptime_pct as decimal(5, 2)) as device_uptime_pct,
        cast(active_locations as bigint) as active_locations,
        as_of_date

    from rolled_up

)

select * from final
order by customer_tier = 'total', mrr_per_customer
