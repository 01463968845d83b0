-- One row per customer with a running subscription: how it is doing from all sides, what to
-- do about it, and how soon. Priority 1 is where the most money is at stake.
{{ config(tags=['pattern:window']) }}

with

customers as (

    select * from {{ ref('entity_customers') }}
    where {{ is_live_status('subscription_status') }}

),

customers_daily as (

    select * from {{ ref('entity_customers_daily') }}

),

users as (

    select * from {{ ref('entity_users') }}

),

devices as (

    select * from {{ ref('entity_devices') }}

),

locations as (

    select * from {{ ref('entity_locations') }}

),

admins_per_customer as (

    select
        customer_id,
        count(*) filter (where sessions_30d > 0) as active_admins

    from users
    where is_admin
        and user_status = 'active'
    group by customer_id

),

devices_per_customer as (

    select
        customer_id,
        avg(overall_device_health_score) as avg_device_health_score,
        count(*) filter (
            where overall_device_health_score < {{ var('success_unhealthy_device_below') }}
        ) as unhealthy_devices,
        count(*) filter (where maintenance_status = 'overdue') as overdue_maintenance_devices

    from devices
    where status <> 'retired'
    group by customer_id

),

locations_per_customer as (

    select
        customer_id,
        avg(operational_health_score) as avg_location_health_score,
        count(*) filter (where open_tickets > 0) as locations_with_open_tickets,
        count(*) filter (where is_expansion_candidate) as expansion_locations

    from locations
    where status = 'open'
    group by customer_id

),

month_ago as (

    select
        customer_id,
        customer_health_score,
        active_users_30d

    from customers_daily
    where date_day = {{ as_of_date() }} - 30

),

joined as (

    select
        customers.*,
        customers.customer_health_score - month_ago.customer_health_score as health_change_30d,
        month_ago.active_users_30d as active_users_a_month_ago,
        coalesce(admins_per_customer.active_admins, 0) as active_admins,
        cast(devices_per_customer.avg_device_health_score as decimal(5, 4)) as avg_device_health_score,
        coalesce(devices_per_customer.unhealthy_devices, 0) as unhealthy_devices,
        coalesce(devices_per_customer.overdue_maintenance_devices, 0) as overdue_maintenance_devices,
        cast(locations_per_customer.avg_location_health_score as decimal(5, 4)) as avg_location_health_score,
        coalesce(locations_per_customer.locations_with_open_tickets, 0) as locations_with_open_tickets,
        coalesce(locations_per_customer.expansion_locations, 0) as expansion_locations,
        rank() over (
            order by customers.churn_risk_score * customers.monthly_recurring_revenue desc,
                customers.churn_risk_score desc,
                customers.customer_id
        ) as intervention_priority

    from customers
    left join admins_per_customer on customers.customer_id = admins_per_customer.customer_id
    left join devices_per_customer on customers.customer_id = devices_per_customer.customer_id
    left join locations_per_customer on customers.customer_id = locations_per_customer.customer_id
    left join month_ago on customers.customer_id = month_ago.customer_id

),

-- Every side gets a word for its number.
judged as (

    select
        *,
        {{ band('coalesce(avg_user_engagement_score, 0)', [
            ['strong', var('success_engagement_bounds').strong],
            ['fair', var('success_engagement_bounds').fair],
        ], 'weak') }} as user_engagement_health,
        case
            when active_users_a_month_ago is null then 'new'
            when active_users_30d > active_users_a_month_ago then 'rising'
            when active_users_30d < active_users_a_month_ago then 'falling'
            else 'steady'
        end as user_adoption_trend,
        case when active_admins > 0 then 'covered' else 'uncovered' end as admin_coverage_health,
        coalesce({{ band('avg_device_health_score', [
            ['good', var('success_device_bounds').good],
            ['fair', var('success_device_bounds').fair],
        ], 'poor') }}, 'unknown') as device_health_status,
        case
            when active_devices = 0 then 'idle'
            when device_events_30d >= active_devices * {{ var('success_events_per_device') }} then 'busy'
            when device_events_30d > 0 then 'quiet'
            else 'idle'
        end as device_utilization_health,
        coalesce({{ band('avg_location_health_score', [
            ['good', var('success_location_bounds').good],
            ['fair', var('success_location_bounds').fair],
        ], 'poor') }}, 'unknown') as location_health_status,
        case
            when support_ticket_velocity >= {{ var('success_ticket_velocity_limit') }}
                or support_score < {{ var('success_support_bounds').fair }} then 'strained'
            when support_score < {{ var('success_support_bounds').good }} then 'watch'
            else 'good'
        end as support_ticket_health,
        case
            when churn_risk_score > {{ var('risk_high_above') }} then 'high'
            when churn_risk_score > {{ var('risk_medium_above') }} then 'medium'
            else 'low'
        end as overall_risk_category,
        next_renewal_date - {{ as_of_date() }} as days_to_renewal,
        date_diff('day', cast(first_paid_at as date), {{ as_of_date() }}) as days_as_customer

    from joined

),

decided as (

    select
        *,
        case
            when overall_risk_category <> 'low' then 'none'
            when expansion_locations > 0 then 'new_location'
            when health_band = 'healthy'
                and features_available > 0
                and user_activation_rate_30d >= {{ var('success_expansion_activation') }} then 'plan_upgrade'
            else 'none'
        end as expansion_opportunity,
        case
            when is_delinquent then 'payment_help'
            when subscription_status = 'paused' then 'win_back'
            when device_health_status = 'poor' or unhealthy_devices > 0 then 'technician_visit'
            when overall_risk_category = 'high' then 'owner_call'
            when support_ticket_health = 'strained' then 'support_review'
            when user_adoption_trend = 'falling' then 'training'
            else 'none'
        end as recommended_intervention

    from judged

),

final as (

    select
        customer_id,
        owner_id,
        account_name,
        industry,
        country,
        customer_tier,
        customer_status,
        subscription_status,
        plan,
        lifecycle_stage,
        health_band,
        user_engagement_health,
        user_adoption_trend,
        admin_coverage_health,
        device_health_status,
        device_utilization_health,
        location_health_status,
        support_ticket_health,
        overall_risk_category,
        recommended_intervention,
        case
            when overall_risk_category = 'high' and days_to_renewal <= {{ var('success_renewal_days') }} then 'today'
            when overall_risk_category = 'high' then 'this_week'
            when overall_risk_category = 'medium' or recommended_intervention <> 'none' then 'this_month'
            else 'next_quarter'
        end as action_timeframe,
        case
            when customer_status <> 'active' then 'not_eligible'
            when customer_tier = 'smb' then 'not_eligible'
            when days_as_customer < {{ var('lifecycle_onboarding_days') }} then 'later'
            else 'eligible'
        end as qbr_eligibility,
        expansion_opportunity,
        case
            when overall_risk_category = 'high' then 'save'
            when overall_risk_category = 'medium' then 'stabilise'
            when expansion_opportunity <> 'none' then 'grow'
            else 'keep'
        end as success_category,
        monthly_recurring_revenue,
        customer_health_score,
        churn_risk_score,
        composite_health_score,
        health_change_30d,
        avg_user_engagement_score,
        product_adoption_score,
        support_score,
        support_ticket_velocity,
        total_users,
        active_users_7d,
        active_users_30d,
        active_admins,
        user_activation_rate_30d,
        total_devices,
        active_devices,
        device_events_30d,
        avg_device_health_score,
        unhealthy_devices,
        overdue_maintenance_devices,
        total_locations,
        active_locations,
        avg_location_health_score,
        locations_with_open_tickets,
        open_tickets,
        cast(intervention_priority as integer) as intervention_priority,
        next_renewal_date

    from decided

)

select * from final
order by intervention_priority
