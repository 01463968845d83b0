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

nps_responses as (

    select * from {{ ref('stg_app_database__nps_responses') }}

),

attribution as (

    select * from {{ ref('int_campaigns__attribution') }}

),

campaign_performance as (

    select * from {{ ref('int_campaigns__daily_performance') }}

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

last_surveys as (

    select
        customer_id,
        score as nps_last

    from nps_responses
    where score is not null
        and cast(responded_at as date) <= {{ as_of_date() }}
    qualify row_number() over (
        partition by customer_id order by responded_at desc, nps_response_id desc
    ) = 1

),

-- How each customer was won: the credits of its first conversion. What it pays later for
-- coming back is no acquisition.
acquisitions as (

    select
        customer_id,
        model,
        channel,
        sum(credit) as credit,
        cast(date_trunc('month', min(converted_at)) as date) as month

    from (
        select *
        from attribution
        where customer_id is not null
        qualify rank() over (partition by customer_id order by converted_at, conversion_id) = 1
    ) as first_conversions
    group by customer_id, model, channel

),

first_touches as (

    select
        customer_id,
        min(channel) as first_touch_channel

    from acquisitions
    where model = 'first_touch'
    group by customer_id

),

credits as (

    select * from acquisitions
    where model = '{{ var("attribution_default_model") }}'

),

primary_channels as (

    select
        customer_id,
        channel as primary_channel

    from credits
    qualify row_number() over (partition by customer_id order by credit desc, channel) = 1

),

-- What a channel cost in a month is shared among the customers that it won in the month, by
-- their credits.
channel_spend as (

    select
        channel,
        sum(spend_usd) as spend_usd,
        cast(date_trunc('month', date_day) as date) as month

    from campaign_performance
    group by channel, cast(date_trunc('month', date_day) as date)

),

acquisition_costs as (

    select
        credits.customer_id,
        sum(coalesce(
            channel_spend.spend_usd * credits.credit
                / nullif(channel_credits.credit, 0),
            0
        )) as customer_acquisition_cost

    from credits
    inner join (
        select channel, month, sum(credit) as credit
        from credits
        group by channel, month
    ) as channel_credits
        on credits.channel = channel_credits.channel
        and credits.month = channel_credits.month
    left join channel_spend
        on credits.channel = channel_spend.channel
        and credits.month = channel_spend.month
    group by credits.customer_id

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
        health_components.user_activation_rate_30d,
        health_components.avg_user_engagement_score,
        health_components.features_available,
        health_components.features_adopted,
        health_components.open_tickets,
        health_components.tickets_30d,
        health_components.tickets_prior_90d,
        health_components.csat_avg_90d,
        health_components.support_score,
        health_components.adoption_score,
        health_components.payment_score,
        last_surveys.nps_last,
        first_touches.first_touch_channel,
        primary_channels.primary_channel,
        acquisition_costs.customer_acquisition_cost,
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
    left join last_surveys on customers.customer_id = last_surveys.customer_id
    left join first_touches on customers.customer_id = first_touches.customer_id
    left join primary_channels on customers.customer_id = primary_channels.customer_id
    left join acquisition_costs on customers.customer_id = acquisition_costs.customer_id

),

final as (

    select
        customer_id,
        root_customer_id,
        owner_id,
        account_name,
        customer_tier,
        customer_status,
        subscription_status,
        industry,
        country,
        plan_name as plan,
        lifecycle_stage,
        {{ health_band('customer_health_score') }} as health_band,
        primary_channel,
        first_touch_channel,
        monthly_recurring_revenue,
        cast(monthly_recurring_revenue * 12 as decimal(14, 2)) as annual_recurring_revenue,
        cast(lifetime_revenue * {{ var('gross_margin') }} as decimal(14, 2)) as lifetime_value,
        cast(customer_acquisition_cost as decimal(12, 2)) as customer_acquisition_cost,
        customer_health_score,
        {{ calculate_churn_risk_score(
            'subscription_status',
            'device_events_30d',
            'days_since_last_activity',
            'is_delinquent',
            'customer_health_score'
        ) }} as churn_risk_score,
        avg_user_engagement_score,
        adoption_score as product_adoption_score,
        support_score,
        {{ calculate_support_ticket_velocity('tickets_30d', 'tickets_prior_90d') }} as support_ticket_velocity,
        {{ calculate_composite_health_score(
            'customer_health_score',
            'avg_user_engagement_score',
            'adoption_score',
            'support_score',
            'payment_score'
        ) }} as composite_health_score,
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
        user_activation_rate_30d,
        features_available,
        features_adopted,
        open_tickets,
        tickets_30d,
        nps_last,
        csat_avg_90d,
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
