-- One row per customer: its state and its measures on as_of_date. Windows like _30d end
-- with as_of_date, inclusive.
with

customers as (

    select * from {{ ref('int_customers__core') }}

),

health_components as (

    select * from {{ ref('int_customers__health_components') }}

),

hierarchy as (

    select * from {{ ref('int_customers__hierarchy') }}

),

locations as (

    select * from {{ ref('int_locations__core') }}

),

users as (

    select * from {{ ref('int_users__core') }}

),

revenue_metrics as (

    select * from {{ ref('int_subscriptions__revenue_metrics') }}

),

locations_per_customer as (

    select
        customer_id,
        count(*) filter (where is_active) as active_locations,
        sum(total_devices) as total_devices,
        sum(active_devices) as active_devices

    from locations
    group by customer_id

),

users_per_customer as (

    select
        customer_id,
        count(*) as total_users

    from users
    where deactivated_at is null
    group by customer_id

),

revenue_per_customer as (

    select
        customer_id,
        sum(lifetime_revenue) as lifetime_revenue

    from revenue_metrics
    group by customer_id

),

joined as (

    select
        customers.*,
        hierarchy.root_customer_id,
        hierarchy.subtree_size,
        coalesce(locations_per_customer.active_locations, 0) as active_locations,
        coalesce(locations_per_customer.total_devices, 0) as total_devices,
        coalesce(locations_per_customer.active_devices, 0) as active_devices,
        coalesce(users_per_customer.total_users, 0) as total_users,
        coalesce(revenue_per_customer.lifetime_revenue, 0) as lifetime_revenue,
        health_components.device_events_7d,
        health_components.device_events_30d,
        health_components.device_events_90d,
        health_components.observed_device_days_30d,
        health_components.device_online_ratio,
        health_components.active_users_7d,
        health_components.active_users_30d,
        health_components.days_since_last_activity,
        {{ calculate_customer_health_score(
            'customers.subscription_status',
            'health_components.device_events_30d',
            'health_components.device_online_ratio',
            'customers.is_delinquent',
            'customers.monthly_recurring_revenue'
        ) }} as customer_health_score

    from customers
    inner join health_components on customers.customer_id = health_components.customer_id
    inner join hierarchy on customers.customer_id = hierarchy.customer_id
    left join locations_per_customer on customers.customer_id = locations_per_customer.customer_id
    left join users_per_customer on customers.customer_id = users_per_customer.customer_id
    left join revenue_per_customer on customers.customer_id = revenue_per_customer.customer_id

),

final as (

    select
        customer_id,
        root_customer_id,
        account_name,
        customer_tier,
        customer_status,
        subscription_status,
        industry,
        country,
        plan_name as plan,
        lifecycle_stage,
        {{ health_band('customer_health_score') }} as health_band,
        monthly_recurring_revenue,
        cast(monthly_recurring_revenue * 12 as decimal(14, 2)) as annual_recurring_revenue,
        cast(lifetime_revenue * {{ var('gross_margin') }} as decimal(14, 2)) as lifetime_value,
        customer_health_score,
        {{ calculate_churn_risk_score(
            'subscription_status',
            'device_events_30d',
            'days_since_last_activity',
            'is_delinquent',
            'customer_health_score'
        ) }} as churn_risk_score,
        subtree_size as group_size,
        total_locations,
        active_locations,
        cast(total_devices as bigint) as total_devices,
        cast(active_devices as bigint) as active_devices,
        device_events_7d,
        device_events_30d,
        device_events_90d,
        observed_device_days_30d,
        device_online_ratio,
        total_users,
        active_users_7d,
        active_users_30d,
        cast(
            {{ safe_divide('active_users_30d', 'total_users') }} as decimal(5, 4)
        ) as user_activation_rate_30d,
        days_since_last_activity,
        is_delinquent,
        cast(date_trunc('month', first_paid_at) as date) as cohort_month,
        next_renewal_date,
        {{ as_of_date() }} as as_of_date,
        first_paid_at

    from joined

)

select * from final
order by customer_id
