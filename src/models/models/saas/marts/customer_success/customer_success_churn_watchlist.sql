-- One row per customer with a running subscription and a high churn risk: what drives the
-- risk, and what to do about it. Rank 1 is where the most money is at stake.
{{ config(tags=['pattern:window']) }}

{%- set risk = var('risk_weights') %}
{%- set health = var('health_weights') %}

with

customers as (

    select * from {{ ref('entity_customers') }}
    where churn_risk_score > {{ var('risk_high_above') }}
        and {{ is_live_status('subscription_status') }}

),

customers_daily as (

    select * from {{ ref('entity_customers_daily') }}

),

month_ago as (

    select
        customer_id,
        churn_risk_score

    from customers_daily
    where date_day = {{ as_of_date() }} - 30

),

-- The risk taken apart by cause. What also lowers health counts with both its weights, so
-- that the parts add up to the score.
causes as (

    select
        customer_id,
        {{ risk.recency }} * {{ recency_part('days_since_last_activity') }} as silence,
        ({{ risk.usage }} + {{ risk.health }} * {{ health.usage }})
            * (1.0 - {{ usage_part('device_events_30d') }}) as low_usage,
        ({{ risk.delinquency }} + {{ risk.health }} * {{ health.payment }})
            * (1.0 - {{ payment_part('is_delinquent') }}) as overdue_invoice,
        {{ risk.health }} * {{ health.online }}
            * (1.0 - {{ online_part('device_online_ratio') }}) as devices_offline,
        {{ risk.status }} * {{ status_points('subscription_status', var('risk_status_points')) }}
            + {{ risk.health }} * {{ health.status }}
            * (1.0 - {{ status_points('subscription_status', var('health_status_points')) }})
            as subscription_state,
        {{ risk.health }} * {{ health.value }}
            * (1.0 - {{ value_part('monthly_recurring_revenue') }}) as low_value

    from customers

),

-- From one column per cause to one row per cause, the weightiest first.
drivers as (

    select
        customer_id,
        driver,
        contribution,
        row_number() over (
            partition by customer_id order by round(contribution, 6) desc, driver
        ) as driver_rank

    from causes
    unpivot (
        contribution for driver in (
            silence, low_usage, overdue_invoice, devices_offline, subscription_state, low_value
        )
    )

),

joined as (

    select
        customers.customer_id,
        customers.owner_id,
        customers.account_name,
        customers.customer_tier,
        customers.subscription_status,
        drivers.driver as main_driver,
        cast(drivers.contribution as decimal(5, 4)) as main_driver_contribution,
        customers.monthly_recurring_revenue,
        customers.churn_risk_score,
        customers.churn_risk_score - month_ago.churn_risk_score as risk_change_30d,
        customers.customer_health_score,
        customers.days_since_last_activity,
        customers.next_renewal_date

    from customers
    inner join drivers
        on customers.customer_id = drivers.customer_id
        and drivers.driver_rank = 1
    left join month_ago on customers.customer_id = month_ago.customer_id

),

final as (

    select
        customer_id,
        owner_id,
        account_name,
        customer_tier,
        main_driver,
        case
            when subscription_status = 'paused' then 'win_back'
            when main_driver = 'overdue_invoice' or subscription_status = 'past_due' then 'payment_help'
            when main_driver = 'devices_offline' then 'technician_visit'
            when main_driver = 'silence' then 'call'
            when main_driver = 'low_usage' then 'usage_review'
            when main_driver = 'subscription_state' then 'trial_guidance'
            else 'plan_review'
        end as recommended_action,
        cast(rank() over (
            order by churn_risk_score * monthly_recurring_revenue desc, churn_risk_score desc, customer_id
        ) as integer) as risk_rank,
        monthly_recurring_revenue,
        churn_risk_score,
        risk_change_30d,
        customer_health_score,
        main_driver_contribution,
        days_since_last_activity,
        next_renewal_date

    from joined

)

select * from final
order by risk_rank
