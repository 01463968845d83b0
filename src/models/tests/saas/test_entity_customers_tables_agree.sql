-- The customer entity says the same in its three tables: the atomic row is the version in
-- force, and the row of as_of_date.
with

customers as (

    select * from {{ ref('entity_customers') }}

),

current_versions as (

    select * from {{ ref('entity_customers_history') }}
    where is_current

),

last_days as (

    select * from {{ ref('entity_customers_daily') }}
    where date_day = {{ as_of_date() }}

)

select
    'entity_customers_history' as compared_with,
    customers.customer_id

from customers
left join current_versions on customers.customer_id = current_versions.customer_id
where (
    customers.customer_status,
    customers.subscription_status,
    customers.customer_tier,
    customers.plan,
    customers.monthly_recurring_revenue,
    customers.total_locations,
    customers.is_delinquent,
    customers.owner_id
) is distinct from (
    current_versions.customer_status,
    current_versions.subscription_status,
    current_versions.customer_tier,
    current_versions.plan,
    current_versions.monthly_recurring_revenue,
    current_versions.total_locations,
    current_versions.is_delinquent,
    current_versions.owner_id
)

union all

select
    'entity_customers_daily' as compared_with,
    coalesce(customers.customer_id, last_days.customer_id) as customer_id

from (select * from customers where {{ is_live_status('subscription_status') }}) as customers
full outer join last_days on customers.customer_id = last_days.customer_id
where (
    customers.customer_id,
    customers.customer_status,
    customers.subscription_status,
    customers.plan,
    customers.monthly_recurring_revenue,
    customers.device_events_30d,
    customers.active_users_30d,
    customers.device_online_ratio,
    customers.customer_health_score,
    customers.churn_risk_score,
    customers.is_delinquent,
    customers.cohort_month
) is distinct from (
    last_days.customer_id,
    last_days.customer_status,
    last_days.subscription_status,
    last_days.plan,
    last_days.mrr,
    last_days.device_events_30d,
    last_days.active_users_30d,
    last_days.device_online_ratio,
    last_days.customer_health_score,
    last_days.churn_risk_score,
    last_days.is_delinquent,
    last_days.cohort_month
)
